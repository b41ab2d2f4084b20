"""What editors decide: verdicts and publishing, by the same functions as the desk."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from archive import queries
from archive.curation import publishing, verdicts
from archive.models import Article, ArticleLink, Judged, Verdict, Withdrawal

from .bodies import Moment, Words, YesOrNo
from .checking import Checked
from .errors import REFUSED, BadParameters, Refusal, problem
from .relations import EditorsOnly, id_of
from .views import BAD, MOVED, NOT_THERE, slug_of

CONFLICT = {409: OpenApiResponse(Refusal, description="It cannot be done as things are; nothing was written.")}
ANSWERS = {**BAD, **REFUSED, **NOT_THERE, **CONFLICT}


class Decision(serializers.Serializer[Any]):
    """A verdict."""

    verdict = serializers.ChoiceField(Verdict.choices, help_text="“suggested” takes a verdict back.")
    reason = Words(required=False, default="", allow_blank=True, max_length=2_000)


class LinkDecision(Decision):
    """A verdict on a link."""

    relation = serializers.ChoiceField(
        ArticleLink.Relation.choices, required=False, default=None, help_text="Corrects how the articles relate."
    )
    join_rejected = YesOrNo(
        required=False, default=False, help_text="Decide even where it leaves a rejected pair in one story."
    )


class Embargo(serializers.Serializer[Any]):
    """Until when an article is kept from the public."""

    until = Moment(help_text="A moment in the future.")


class WithdrawalOrder(serializers.Serializer[Any]):
    """Why an article is taken down."""

    reason = serializers.ChoiceField(Withdrawal.Reason.choices, help_text="What the public is told.")
    note = Words(required=False, default="", allow_blank=True, max_length=2_000, help_text="Private.")


class Nothing(serializers.Serializer[Any]):
    """Nothing has to be said."""


class Decided(serializers.Serializer[Any]):
    """What was decided."""

    verdict = serializers.ChoiceField(Verdict.choices)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class Status(serializers.Serializer[Any]):
    """Who may see an article now."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(Article.Status.choices)
    embargo_until = Moment(allow_null=True)


class Action(Checked, GenericAPIView[Any]):
    """A write by an editor."""

    http_method_names = ["post", "options"]
    permission_classes = (EditorsOnly,)
    filter_backends = ()
    pagination_class = None

    def told(self) -> dict[str, Any]:
        """What the body says. Raises `BadParameters` for what is wrong or unknown in it."""
        body: Any = self.get_serializer(data=self.request.data)
        given = self.request.data if isinstance(self.request.data, Mapping) else {}
        unknown = {
            str(name): problem(f"There is no “{str(name)[:100]}” here.", str(name), body.fields)
            for name in given.keys() - body.fields.keys()
        }
        if not body.is_valid() or unknown:
            wrong = {name: problem(" ".join(map(str, messages))) for name, messages in body.errors.items()}
            raise BadParameters({**wrong, **unknown})
        found: dict[str, Any] = body.validated_data
        return found


class Decide(Action):
    """A verdict on one record."""

    serializer_class = Decision

    def decide(self, subject: Judged) -> Response:
        """Decide, and say what stands now."""
        told = self.told()
        by: Any = self.request.user
        verdicts.decide(subject, told.pop("verdict"), by, **told)
        return Response({"verdict": subject.verdict, "decided_at": subject.decided_at, "reason": subject.reason})


class DecideById(Decide):
    """A verdict on a record that has a number."""

    reads: ClassVar[Any] = None

    def post(self, request: Request, id: int) -> Response:
        """Accept, reject, leave unsure, or take a verdict back. Only editors may."""
        return self.decide(queries.by_id(type(self).reads(request.user), id))


class DecideBySlug(Decide):
    """A verdict on a record that has a name."""

    reads: ClassVar[Any] = None

    def post(self, request: Request, slug: str) -> Response:
        """Accept, reject, leave unsure, or take a verdict back. Only editors may."""
        return self.decide(type(self).reads(slug, request.user))


def _decides(base: type[Decide], name: str, reads: Any, summary: str, where: Any, shape: Any = Decision) -> Any:
    """The route of the verdict on one kind of record."""
    made = type(name, (base,), {"reads": staticmethod(reads), "serializer_class": shape, "__doc__": summary})
    responses = {200: Decided, **ANSWERS, **(MOVED if base is DecideBySlug else {})}
    return extend_schema(summary=summary, parameters=[where], request=shape, responses=responses)(made)


LinkVerdict = _decides(DecideById, "LinkVerdict", queries.links, "Verdict on a link", id_of(1), LinkDecision)
MentionVerdict = _decides(DecideById, "MentionVerdict", queries.mentions, "Verdict on a mention", id_of(1))
CreditVerdict = _decides(DecideById, "CreditVerdict", queries.credits, "Verdict on a credit", id_of(1))
SourceVerdict = _decides(
    DecideBySlug, "SourceVerdict", queries.source, "Verdict on a source", slug_of("the-harbour-courier")
)
EntityVerdict = _decides(DecideBySlug, "EntityVerdict", queries.entity, "Verdict on an entity", slug_of("islam-qala"))
EventVerdict = _decides(
    DecideBySlug, "EventVerdict", queries.event, "Verdict on an event", slug_of("capture-of-islam-qala")
)


class Publishing(Action):
    """A change of who may see an article."""

    serializer_class: type[serializers.Serializer[Any]] = Nothing
    does: ClassVar[Any] = None

    def post(self, request: Request, id: int) -> Response:
        """Do it, and say who may see the article now. Only editors may."""
        told = self.told()
        article = queries.article(id, request.user)
        type(self).does(article, by=request.user, **told)
        return Response({"id": article.pk, "status": article.status, "embargo_until": article.embargo_until})


def _does(name: str, function: Any, summary: str, shape: Any = Nothing) -> Any:
    """The route of one way to publish or hide an article."""
    made = type(name, (Publishing,), {"does": staticmethod(function), "serializer_class": shape, "__doc__": summary})
    responses = {200: Status, **ANSWERS}
    return extend_schema(summary=summary, parameters=[id_of(1)], request=shape, responses=responses)(made)


Publish = _does("Publish", publishing.publish, "Publish an article now")
Unpublish = _does("Unpublish", publishing.unpublish, "Make an article a draft again")
EmbargoArticle = _does("EmbargoArticle", publishing.embargo, "Publish an article later", Embargo)
Withdraw = _does("Withdraw", publishing.withdraw, "Take an article down", WithdrawalOrder)
Restore = _does("Restore", publishing.restore, "Undo a withdrawal")
