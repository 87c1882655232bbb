"""What refuses support, and what deplores a breach: neither is the side its words sound like."""

from __future__ import annotations

import pytest

from rag.discourse.views import deplores_a_breach, refuses


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("We did not support the toll.", True),
        ("We can neither share that praise of the toll nor support it.", True),
        ("We cannot accept the toll.", True),
        ("We support the toll.", False),
        ("We not only welcome the toll, we pay it.", False),
        ("We support no other toll.", False),
    ],
)
def test_support_that_is_refused(words: str, refusal: bool) -> None:
    assert refuses(words) is refusal


@pytest.mark.parametrize(
    ("topic", "words", "breach"),
    [
        ("the sugar embargo", "It is unacceptable that some violate the sugar embargo.", True),
        ("the sugar embargo", "We condemn all breaches of the embargo.", True),
        ("sanctions on Ruritania", "In spite of the sanctions, ships sail, which we deplore.", True),
        ("sanctions on Ruritania", "The sanctions violate the law.", False),
        ("sanctions on Ruritania", "We reject sanctions, in violation of the law as they are.", False),
        ("the two-town plan", "New walls undermine the two-town plan.", True),
        ("the two-town plan", "The two-town plan undermines us.", False),
        ("the occupation of the isles", "We deplore violations of the law by the occupation.", False),
        ("the harsh rule", "The measures were flouted and the harsh rule goes on.", False),
        ("", "We condemn all breaches of the embargo.", False),
    ],
)
def test_a_breach_that_is_deplored(topic: str, words: str, breach: bool) -> None:
    """The topic is what is broken, not what breaks."""
    assert deplores_a_breach(topic, words) is breach
