-- One row a request and a meeting of its article at which it may have been put, as far as the sentences tell.
--
-- quote_id: id of the request.
-- article_id: id of the article.
-- meeting_id: id of a meeting that the request's sentence reports, or the one before, or one behind that begins with the request; the asker
--   takes part in it, and the addressee, where there is one, is a side of it: he, his state or his body.
--
-- Weakness: a meeting told further from the request is missed; a sentence is what full stops and line ends make of it.
--
-- Key: article_id = quotes.article_id, meeting_reports.article_id, meeting_participants.article_id, positions.article_id, articles.article_id.
with requests as (
    select
        quotes.quote_id,
        quotes.article_id,
        quotes.speaker_id,
        quotes.addressee_id,
        quotes.addressee_text,
        quotes.start_char,
        quotes.end_char
    from quotes
    where quotes.act = 'request' and quotes.speaker_id is not null
),

near as (
    -- `X met Y. He asked for ferries.`: at most one sentence ends between them; behind the request none, unless the next one is about it: `X asked
    -- for ferries. The request was made at a meeting with Y.`
    select distinct
        requests.quote_id,
        requests.article_id,
        requests.speaker_id,
        requests.addressee_id,
        requests.addressee_text,
        reports.meeting_id
    from requests
    inner join meeting_reports as reports
        on
            requests.article_id = reports.article_id
            and reports.end_char > requests.start_char - 600
            and reports.start_char < requests.end_char + 600
    inner join articles on requests.article_id = articles.article_id
    where
        sentence_ends(articles.text, reports.end_char, requests.start_char) <= 1
        and (
            sentence_ends(articles.text, requests.end_char, reports.start_char) = 0
            or (
                sentence_ends(articles.text, requests.end_char, reports.start_char) = 1
                and regexp_matches(
                    substring(articles.text, requests.end_char + 1, reports.start_char - requests.end_char),
                    '[.!?][”’")]*\s+(The|This|His|Her|Their|([^\s.]+ ){1,3}made (the|this|his|her|their|these)) (request|appeal|call|plea|demand|remark|comment)s?\b'
                )
            )
        )
),

states as (
    -- A country and its government are one side with whoever holds an office of either.
    select place_id as entity_id, country_code as side
    from places
    where kind = 'country'
    union all
    select organisation_id, country_code
    from organisations
    where kind = 'government'
),

sides as (
    -- Who takes part, whom he represents, and the bodies and states of the offices that this article gives him.
    select article_id, meeting_id, entity_id, unnest([entity_id::varchar, represents_id::varchar]) as side
    from meeting_participants
    union all
    select
        present.article_id,
        present.meeting_id,
        present.entity_id,
        unnest([positions.organisation_id::varchar, positions.country_code]) as side
    from meeting_participants as present
    inner join positions on present.article_id = positions.article_id and present.entity_id = positions.person_id
    union all
    select present.article_id, present.meeting_id, present.entity_id, states.side
    from meeting_participants as present
    inner join states on present.entity_id = states.entity_id
),

asked as (
    -- The addressee himself, and the body and state of the offices that this article gives him.
    select quote_id, addressee_id::varchar as side
    from requests
    union all
    select requests.quote_id, unnest([positions.organisation_id::varchar, positions.country_code]) as side
    from requests
    inner join positions on requests.article_id = positions.article_id and requests.addressee_id = positions.person_id
    union all
    select requests.quote_id, states.side
    from requests
    inner join states on requests.addressee_id = states.entity_id
),

told as (
    -- The meetings at hand with the asker in them, and whether the addressee is another side.
    select
        near.quote_id,
        near.article_id,
        near.meeting_id,
        (near.addressee_id is null and near.addressee_text is null) or coalesce(bool_or(asked.side is not null), false) as is_asked_there
    from near
    inner join meeting_participants as present
        on near.article_id = present.article_id and near.meeting_id = present.meeting_id and near.speaker_id = present.entity_id
    left join sides
        on near.article_id = sides.article_id and near.meeting_id = sides.meeting_id and near.speaker_id <> sides.entity_id
    left join asked on near.quote_id = asked.quote_id and sides.side = asked.side
    group by near.quote_id, near.article_id, near.meeting_id, near.addressee_id, near.addressee_text
)

select
    quote_id,
    article_id,
    meeting_id
from told
where is_asked_there
