"""How many WebSockets are open at a time."""

from app.web.guards.crowd import Crowd
from tests.web.guards.house import asked, house, told


def test_one_too_many_is_told_when_to_come_again_before_it_is_accepted() -> None:
    door = house(Crowd, most=2)
    with door.websocket_connect("/"), door.websocket_connect("/"):
        answer = asked(door, "websocket", "ws://localhost/")
        assert door.get("/").status_code == 200

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert told(answer) == "2 visitors are here, as many as fit; try again in 10 seconds"


def test_who_leaves_makes_room() -> None:
    door = house(Crowd, most=1)
    for _ in range(3):
        assert asked(door, "websocket", "ws://localhost/").status_code == 101
