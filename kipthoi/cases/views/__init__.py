"""The shelf `views` of cases, split by who uses the pages.

The asker: `sending` (the form of four pages), `receipts`, `session` (who holds a key),
`entrance` (coming back), `holder` (my case), `told` (what that page says), `speech` (going
on in the other language). Everybody: `public` (state and days, never content).
Officers: `desk` (today, inbox, the case), `steps` (a page for each step, on the frame of
`stepping`; `refused` words what did not work), `offered` (which steps are open),
`shown` and `clocks` (rows into words and shapes), `publishing`, `counter` and `units`.
"""
