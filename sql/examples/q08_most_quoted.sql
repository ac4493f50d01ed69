-- Who is quoted most, direct and reported speech apart?
select speaker, direct_quotes, direct_words, reported_statements, total, article_count, articles
from most_quoted
where speaker_kind = 'person'
order by total desc, speaker
