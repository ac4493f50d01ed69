-- One row a request: who asked whom for what.
--
-- asker: who asked, by name or in the article's words.
-- asked_with: names of those who asked together with the asker; null where one asks alone.
-- addressee: who was asked; null where the article does not say.
-- request: what was asked for, in the article's words.
-- cue: reporting words (asked, urged, called for).
-- strength: how strongly it was put: demand, urge, ask or hope.
-- outcome: what became of it, if the sentences after it tell: pending, agreed or refused.
-- kind: direct, mixed or indirect.
-- medium: where it was asked, if the article tells.
-- meeting: where it was put, as other views call the meeting: the only one that the request's sentence or the one before reports, or one
--   behind that begins with the request, and in which the asker takes part; the addressee, where there is one, is a side of it. Else null.
-- article: file name of the article.
-- headline: its headline.
-- published_on: its day of publication.
-- evidence: sentence or sentences it stands in.
-- quote_id: id of the quote.
-- asker_id: id of the asker.
-- meeting_id: id of the meeting.
--
-- Weakness: advice (should) is no request; an answer told later in the article than two sentences on is not seen;
--   a meeting told further from the request is missed, and one told just before it may be another occasion.
with told as (
    select
        request_meetings.quote_id,
        list(request_meetings.meeting_id) as ids,
        list(meetings.parent_id) as parents
    from prepared.request_meetings as request_meetings
    inner join meetings on request_meetings.meeting_id = meetings.meeting_id
    group by request_meetings.quote_id
),

put as (
    -- Of a meeting on the sidelines of a summit and the summit, both told beside the request, it is the meeting.
    select told.quote_id, labels.meeting_id, labels.meeting
    from told
    inner join prepared.meeting_labels as labels on list_filter(told.ids, lambda id: not list_contains(told.parents, id)) = [labels.meeting_id]
)

select
    quotes.speaker as asker,
    quotes.spoken_with as asked_with,
    quotes.addressee,
    quotes.quote as request,
    quotes.cue,
    quotes.strength,
    quotes.outcome,
    quotes.kind,
    quotes.medium,
    put.meeting,
    quotes.article,
    quotes.headline,
    quotes.published_on,
    quotes.evidence,
    quotes.quote_id,
    quotes.speaker_id as asker_id,
    put.meeting_id
from quotes_by_speaker as quotes
left join put on quotes.quote_id = put.quote_id
where quotes.act = 'request' and quotes.speaker_no = 1
