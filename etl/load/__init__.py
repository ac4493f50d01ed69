"""From what is offered to rows in the record store: landing, extraction on one core or many, saving. Plain Python, no orchestrator."""
