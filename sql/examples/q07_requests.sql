-- Who asked whom for what?
select asker, addressee, request, cue, strength, outcome, meeting, article, evidence
from requests
order by article, quote_id
