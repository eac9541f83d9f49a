// Notices that a server no longer answers: a connection whose other end is gone stays open for minutes.

const QUIET = 1200; // ms without a word, while one is expected, until the server is asked
const PROBE = 1200; // ms that it has to answer until its silence is told
const DEAD = 6000; // ms until it counts as gone
const SELDOM = 20_000; // ms: a server that answers may take long, and is asked ever less often

/**
 * @param {object} parts
 * @param {(signal: AbortSignal) => Promise<unknown>} parts.probe  ask for a sign of life
 * @param {(silent: boolean) => void} parts.tell
 * @param {() => void} parts.dead
 */
export function silence({ probe, tell, dead }) {
  let expecting = false;
  let timer = 0;
  let quiet = QUIET;
  let asked = new AbortController();

  const rest = () => {
    clearTimeout(timer);
    asked.abort();
  };
  const again = () => {
    rest();
    tell(false);
    if (expecting) timer = setTimeout(ask, quiet);
  };
  const ask = () => {
    const mine = new AbortController();
    asked = mine;
    timer = setTimeout(() => {
      tell(true);
      timer = setTimeout(dead, DEAD - PROBE);
    }, PROBE);
    probe(mine.signal).then(
      () => {
        if (mine.signal.aborted) return;
        quiet = Math.min(2 * quiet, SELDOM);
        again();
      },
      () => undefined, // not even that: the clock goes on
    );
  };

  return {
    /** Whether the server owes a word now. @param {boolean} now */
    expect(now) {
      if (now === expecting) return;
      expecting = now;
      quiet = QUIET;
      again();
    },
    heard() {
      quiet = QUIET;
      again();
    },
  };
}
