"""What if: questions about a term, asked in the address and answered on the page. Nothing is kept unless named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from accounts.access import MemberRequest, costs_reader
from costs.actions.what_ifs import keep_what_if
from costs.forms.what_if import LETTERS, NameForm, QuestionForm, address_of, changes_of
from costs.queries import terms_begun
from costs.queries.what_ifs import duties_with_parent_places, sessions_running, term_to_start_from, what_if_base
from costs.reports.what_if import Column, Telling, session_name
from costs.reports.what_if_words import Words, assumptions, days_named
from costs.savings.what_if import Answer, Base, CannotSayError, Move, as_it_was
from costs.savings.what_if import what_if as work_out
from nursery.models import Term
from rota.models import Duty
from rota.safety import NoRuleSetError


@costs_reader
@require_safe
def what_if(request: MemberRequest) -> HttpResponse:
    """`?term=KEY`, and up to three questions in the fields of `costs.forms.what_if`."""
    asked = request.GET.dict()
    terms = terms_begun(request.today)
    term = _term_of(asked, terms, request)
    if term is None:
        return render(request, "costs/what_if.html", {"terms": terms})
    page = _page(request, term, terms, asked)
    if any(not value for value in asked.values()) and not request.htmx and not page.has_errors:  # type: ignore[attr-defined]
        return HttpResponseRedirect(page.url)  # an address that can be passed on, without what was left empty
    return _shown(request, page)


@costs_reader
@require_POST
def what_if_save(request: MemberRequest) -> HttpResponse:
    """Keep what the address in `asked` says, under a name."""
    asked = dict(parse_qsl(request.POST.get("asked", "")))
    terms = terms_begun(request.today)
    term = _term_of(asked, terms, request)
    if term is None:
        raise Http404
    form = NameForm(request.POST)
    page = _page(request, term, terms, asked, form)
    if not page.columns and not page.has_errors:
        form.add_error(None, _("There is nothing to keep yet. Ask something first."))
    if not form.is_valid() or page.has_errors:
        return _shown(request, page, status=422)
    kept = keep_what_if(
        form.cleaned_data["name"], term, page.changes, nursery=request.nursery, actor=request.me, now=request.now
    )
    messages.success(
        request,
        _("“%(name)s” is kept.") % {"name": kept.name},
        extra_tags=reverse("costs:what_if_remove", args=[request.nursery.slug, kept.public_id]),
    )
    return HttpResponseRedirect(reverse("costs:what_ifs", args=[request.nursery.slug]))


@dataclass(frozen=True, slots=True)
class _Idea:
    """Questions that differ in one thing: what each says of it, and its address."""

    lead: str
    links: list[tuple[str, str]]


@dataclass
class _Page:
    """What the template shows. Without `base` there is nothing to start from, and `no_rules` or `empty` says why."""

    term: Term
    terms: list[Term]
    so_far: bool
    url: str
    changes: Mapping[str, str]
    questions: list[QuestionForm]
    name_form: NameForm
    base: Base | None = None
    no_rules: bool = False
    empty: bool = False
    was: Column | None = None
    columns: list[Column] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    ideas: list[_Idea] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        return any(question.errors for question in self.questions if question.asks)

    @property
    def asked(self) -> str:
        """The question as its address holds it."""
        return address_of(self.term.key, self.changes)

    @property
    def rows(self) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
        """Label, what was, and of each question its letter, value and change."""
        if self.was is None:
            return []
        return [
            (
                figure.label,
                figure.value,
                [
                    (column.letter, column.figures[number].value, column.figures[number].change)
                    for column in self.columns
                ],
            )
            for number, figure in enumerate(self.was.figures)
        ]


def _term_of(asked: Mapping[str, str], terms: list[Term], request: MemberRequest) -> Term | None:
    if key := asked.get("term"):
        term = next((term for term in terms if term.key == key), None)
        if term is None:
            raise Http404
        return term
    return term_to_start_from(terms, request.today)


def _page(
    request: MemberRequest, term: Term, terms: list[Term], asked: Mapping[str, str], name_form: NameForm | None = None
) -> _Page:
    page = _Page(
        term=term,
        terms=terms,
        so_far=request.today <= term.ends,
        url="",
        changes={},
        questions=[],
        name_form=name_form or NameForm(),
    )
    try:
        page.base = base = what_if_base(request.nursery, term, request.today)
    except NoRuleSetError:
        page.no_rules = True
        return page
    was = as_it_was(base)
    page.empty = not was.savings.hours.parent and not was.savings.hours.paid
    duties, sessions = duties_with_parent_places(base), sessions_running(base)
    names = {session.key: session_name(session) for session in sessions}
    page.questions = [
        QuestionForm(
            asked if any(name.startswith(f"{letter}-") for name in asked) else None,
            prefix=letter,
            duties=[(duty.key, duty.name) for duty in duties],
            sessions=list(names.items()),
            currency=request.nursery.currency,
        )
        for letter in LETTERS
    ]
    page.changes = changes_of(page.questions)
    page.url = f"{reverse('costs:what_if', args=[request.nursery.slug])}?{address_of(term.key, page.changes)}"
    words = Words({duty.key: duty.name for duty in duties}, names, request.nursery.currency)
    telling = Telling(was, request.nursery.currency, words)
    page.was = telling.as_it_was()
    everything: list[Move] = []
    for letter, question in zip(LETTERS, page.questions, strict=True):
        if question.asks and question.is_valid():
            moves = [move for _field, move in question.moves()]
            answer = _answered(base, question, words)
            if answer is not None:
                page.columns.append(telling.would_be(letter, answer, moves))
                everything += moves
    page.assumed = assumptions(words, base, everything) if everything else []
    page.ideas = [] if page.changes else _ideas(request, term, base, duties)
    return page


def _answered(base: Base, question: QuestionForm, words: Words) -> Answer | None:
    """None after an objection, which stands beside its field."""
    try:
        return work_out(base, [move for _field, move in question.moves()])
    except CannotSayError as error:
        beside = next(field for field, move in question.moves() if move == error.move)
        question.add_error(beside, words.refused(error))
        return None


def _ideas(request: MemberRequest, term: Term, base: Base, duties: list[Duty]) -> list[_Idea]:
    """What trustees most often wonder, each one tap away."""
    here = reverse("costs:what_if", args=[request.nursery.slug])

    def link(said: str, **asked: str) -> tuple[str, str]:
        return said, f"{here}?{address_of(term.key, {f'a-{name}': value for name, value in asked.items()})}"

    ideas = []
    for duty in duties[:2]:
        worked = [day for day in range(7) if any(s.parent_places for s in base.shifts_of(duty.key, day))]
        links = [link(days_named(day), duty=duty.key, day=str(day), places="-1") for day in worked]
        ideas.append(_Idea(_("One parent fewer at %(duty)s") % {"duty": duty.name}, links))
    ideas.append(_Idea(_("Pay up by"), [link(f"{percent} %", rise=str(percent)) for percent in (3, 5, 10)]))
    return ideas


def _shown(request: MemberRequest, page: _Page, status: int = 200) -> HttpResponse:
    fragment = request.htmx and request.htmx.target == "what-if"  # type: ignore[attr-defined]
    template = "costs/what_if.html#asked" if fragment else "costs/what_if.html"
    response = render(
        request,
        template,
        {"page": page, "terms": page.terms, "term": page.term},
        status=422 if page.has_errors else status,
    )
    return push_url(response, page.url) if fragment and page.url and request.method == "GET" else response
