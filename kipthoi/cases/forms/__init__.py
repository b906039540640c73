"""The shelf `forms` of cases, split by who uses the pages.

The asker: `sending` (four short steps), `parcel` (files that wait with the form),
`holder` (whoever holds a key). Officers, on the frame of `step`: `handling`, `passing`,
`dates` and `names`, each for the actions of that name, `answering`, `publishing` and
`units`; beside them `filters` (the inbox) and `counter`. The boxes in them: `boxes`
(words, lines) and `attached` (files).
"""
