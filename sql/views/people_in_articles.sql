-- One row a person: in how many articles, under which forms of the name.
--
-- person: name.
-- country_code: country the person acts for or comes from, by context.
-- articles: articles that name the person (the first twenty by name).
-- article_count: how many.
-- surfaces: every distinct form of the name, as written.
-- mentions: mentions by name; pronouns and nouns do not count.
-- titles: titles the articles give.
-- first_named_on: earliest day of publication among the articles.
-- last_named_on: latest day of publication among them.
-- evidence: sentence of the first mention.
-- person_id: id of the person.
--
-- Weakness: one person under two spellings is two rows; namesakes without conflicting context are one.
select
    tallies.person,
    tallies.country_code,
    tallies.articles,
    tallies.article_count,
    tallies.surfaces,
    tallies.mentions,
    tallies.titles,
    tallies.first_named_on,
    tallies.last_named_on,
    evidence_of(articles.text, tallies.start_char, tallies.end_char) as evidence,
    tallies.person_id
from prepared.person_tallies as tallies
inner join articles on tallies.article_id = articles.article_id
