"""The words that show who is asked to speak: verbs of speech, stance nouns, offices, events.

In: nothing. Out: regular expression fragments built from small tables. Verbs are listed by their
base form; regular inflection is computed, irregular forms are in their own table.
"""

from __future__ import annotations

import re

SAY = """
say tell state argue insist claim warn mention urge propose suggest announce condemn declare stress
emphasize emphasise underline underscore highlight note recall remind reiterate reaffirm affirm assert
maintain contend complain deplore lament denounce criticize criticise accuse blame praise commend
welcome applaud thank congratulate describe explain report reply respond answer react comment remark
observe speak talk discuss address call ask request demand appeal advocate recommend express voice raise
question cite quote invoke point acknowledge admit concede deny reject object protest caution advise
inform portray characterize characterise depict define list name identify outline set_out lay_out
spell_out put float present argue_for estimate attribute refer allude dismiss rebut refute challenge
dispute credit liken equate compare phrase formulate justify defend vow regret apologize apologise elaborate
signal flag convey enumerate exhort decry rebuke slam hail laud salute counter retort contest testify
opine plead implore wonder ascribe reveal disclose confirm boast stipulate specify insist_on single_out
rule_out
"""
STAND = """
support oppose favour favor back endorse vote abstain veto want wish consider think believe view see
regard hold feel fear worry doubt expect hope prefer base interpret understand agree disagree prioritize
prioritise value assess judge rate attach seek desire pledge promise offer commit threaten undertake
intend plan co-sponsor cosponsor sponsor share stand accept refuse decline resist embrace champion align
associate dissociate disassociate distance reserve rely envisage envision differ diverge converge clash
foresee predict anticipate imagine treat deem
"""
COMMIT = """
join ratify sign accede adhere contribute repatriate deploy adopt donate give provide spend host
withdraw recognize recognise submit nominate volunteer finance fund allocate
"""
IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "put": ("puts", "putting"),
    "think": ("thinks", "thought", "thinking"),
    "see": ("sees", "saw", "seen", "seeing"),
    "hold": ("holds", "held", "holding"),
    "feel": ("feels", "felt", "feeling"),
    "understand": ("understands", "understood", "understanding"),
    "seek": ("seeks", "sought", "seeking"),
    "undertake": ("undertakes", "undertook", "undertaken", "undertaking"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "give": ("gives", "gave", "given", "giving"),
    "spend": ("spends", "spent", "spending"),
    "submit": ("submits", "submitted", "submitting"),
    "commit": ("commits", "committed", "committing"),
    "admit": ("admits", "admitted", "admitting"),
    "rebut": ("rebuts", "rebutted", "rebutting"),
    "refer": ("refers", "referred", "referring"),
    "prefer": ("prefers", "preferred", "preferring"),
    "plan": ("plans", "planned", "planning"),
    "set_out": ("sets out", "set out", "setting out"),
    "lay_out": ("lays out", "laid out", "laying out"),
    "spell_out": ("spells out", "spelled out", "spelt out", "spelling out"),
    "stand": ("stands", "stood", "standing"),
    "foresee": ("foresees", "foresaw", "foreseen", "foreseeing"),
    "insist_on": ("insists on", "insisted on", "insisting on"),
    "single_out": ("singles out", "singled out", "singling out"),
    "rule_out": ("rules out", "ruled out", "ruling out"),
    "flag": ("flags", "flagged", "flagging"),
}

STANCE = """
views? positions? stances? opinions? arguments? reasoning reasons? objections? reservations? concerns?
criticisms? proposals? suggestions? calls? demands? requests? appeals? statements? speech(?:es)? address
remarks? interventions? explanations? replies reply responses? answers? reactions? votes? abstentions?
amendments? assessments? reckoning estimates? accounts? claims? allegations? accusations? charges?
warnings? complaints? pledges? commitments? promises? recommendations? priorities message rationale
justifications? attitudes? approach take lines? support opposition endorsements? condemnation doubts?
words? comments? definition understanding interpretation reading perspective standpoint preferences?
worry worries fears? hopes? expectations? praise thanks testimony contribution red-lines? verdict
thinking case point_of_view outlook wishes
"""
SPEECH = """
statements? speech(?:es)? address(?:es)? remarks? interventions? briefings? comments? testimony words?
reply replies explanation_of_vote explanations_of_vote
"""
"""Stance nouns that are themselves an utterance: their date is the date it was said."""

EVENTS = """
debates? meetings? briefings? sessions? statements? speech(?:es)? address(?:es)? remarks? interventions?
discussions? consultations? sittings? hearings? deliberations? video-?(?:tele)?conferences? VTC
general_assembly assembly UNGA general_debate high-level_week arria(?:-formula)?
"""
PLACED_TEXTS = (
    "drafts? votes? vot(?:ed|ing) amendments? proposals? texts? resolutions? veto(?:es)? abstentions?"
)

OFFICES = """
ambassadors? representatives? delegates? delegations? envoys? foreign_ministers? ministers?
foreign_secretary permanent_representatives? presidents? prime_ministers? diplomats? speakers? king emir
chancellor charg[ée]_d.affaires deputy head_of_state vice-?presidents? secretary_of_state
spokes(?:man|woman|person) mission director-general chief head chair(?:man|woman|person)? officials?
commissioner coordinator leaders?
"""
OFFICE_MODIFIERS = """
permanent deputy foreign prime acting new then former un us disarmament humanitarian peacekeeping
political relief refugee human_rights first charge
"""
OWN_POLICY = """
plans? schemes? programmes? programs? strateg(?:y|ies) polic(?:y|ies) laws? legislation initiatives?
constitution government authorities army military delegation contribution reforms? experience
"""
PLURALS = """
talks questions reports calls claims demands requests appeals votes views offers plans comments remarks
replies answers objects names lists doubts fears hopes worries supports rates shares values notes
signals flags regrets charges wonders counters contests protests challenges disputes voices points
cautions estimates addresses states wishes desires backs sponsors promises pledges trusts ranks hosts
signs funds finances stands treats
"""
"""Third persons that are plural nouns as well."""
REACH = 300
"""Characters on either side of a name or date that are looked at."""
REPORT_NOUNS = "account estimate reckoning assessment view opinion judg(?:e)?ment words eyes telling reading"

AUXILIARY = r"(?:did|does|do|has|have|had|will|would|could|can|should|might|may)"
BE = r"(?:is|was|are|were|has been|have been)"
ADVERBS = (
    r"(?:(?:also|ever|not|never|still|again|then|itself|first|finally|later|now|recently|publicly|explicitly|"
    r"specifically|formally|already|really|actually|once|all|both|so|only|just|repeatedly|consistently|"
    r"strongly|firmly|openly|initially|subsequently|previously|reportedly|\w+ly) )*"
)


ORGANISATION = re.compile(r"(?<!^)\bWHO\b|^WHO\b(?=['’]s?\s|.*[^?]$)")


def spelt_out(question: str) -> str:
    """ "WHO" is no pronoun, save where all is in capitals or where it opens a question that it asks."""
    return question if question.isupper() else ORGANISATION.sub("World Health Organization", question)


def any_of(words: str) -> str:
    """A table of words as one alternative; "_" stands for white space inside a phrase."""
    return "(?:" + "|".join(word.replace("_", r"[\s-]+") for word in words.split()) + ")"


def forms_of(verb: str) -> tuple[str, ...]:
    """The base form and its inflections: say, says, said, saying."""
    if verb in IRREGULAR:
        return (verb.replace("_", " "), *IRREGULAR[verb])
    stem = verb[:-1] if verb.endswith("e") else verb
    if re.search(r"[^aeiou]y$", verb):
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    third = verb + ("es" if re.search(r"(?:s|sh|ch|x|z|to)$", verb) else "s")
    return (verb, third, stem + "ed", stem + "ing")


def verbs(table: str) -> str:
    """Every form of every verb of the table as one alternative, longest first."""
    forms = {form for verb in table.split() for form in forms_of(verb)}
    return "(?:" + "|".join(sorted(forms, key=lambda form: (-len(form), form))) + ")"


PARTIES = (
    r"(?:delegations?|countr(?:y|ies)|(?:member )?states?|(?:council )?members?|nations?|governments?|"
    r"speakers?|"
    r"representatives?|part(?:y|ies)|ambassadors?|delegates?|ministers?|capitals?|organi[sz]ations?|envoys?|"
    r"groups?|diplomats?|briefers?|secretary-general)"
)
GAP = (
    r"(?:(?!(?:did|does|do|has|have|had|is|was|were|are|by|to|of|for|from|in|on|at|against|with|"
    r"between|can|could|will|would|should|that|about)\b)[\w-]+ )"
)


def finite(table: str) -> str:
    """Past forms, and third persons that are no nouns: "Yemen talks" and "Russian claims" have no verb."""
    forms = {form for verb in table.split() for form in forms_of(verb)[1:] if not form.endswith("ing")}
    nouns = {form for form in forms if re.fullmatch(any_of(PLURALS), form)}
    return "(?:" + "|".join(sorted(forms - nouns, key=lambda form: (-len(form), form))) + ")"


def window(text: str, mark: str) -> str:
    """The text around the mark; frames look no further, and cut-off text starts with no sentence."""
    at = text.index(mark)
    return ("… " if at > REACH else "") + text[max(0, at - REACH) : at + REACH]


def unknown_speaker() -> str:
    """The question asks *who* says or holds something: whoever else it names is not the one who speaks."""
    asserted = f"(?:{verbs(SAY)}|{verbs(STAND)}|{verbs(COMMIT)})"
    perfect = r"(?:(?:has|have|had|did|would|is|was|are|were) )?"
    return (
        rf"\bwho(?:ever)?(?: (?:else|all|in the (?:council|room|debate|chamber)|among [^,?]{{3,40}}))* "
        rf"{ADVERBS}{perfect}{ADVERBS}{asserted}\b|\bwhose {any_of(STANCE)}\b|"
        rf"\b(?:which|what)(?: of the)? {GAP}{{0,3}}?{PARTIES}\b|"
        rf"\b(?:anyone|anybody|someone|somebody|everyone|any {GAP}{{0,2}}?{PARTIES})\b"
    )
