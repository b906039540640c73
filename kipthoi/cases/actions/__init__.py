"""Every act on a case, a bare verb for each thing a person does.

`intake` opens a case. `handling` takes it up, gives it, asks and writes; `passing` sends
it elsewhere, joins, closes or withholds it; `dates` asks for more days, or marks it
urgent; `names` opens the asker's name, or renews a key; `counter` hands the slip over.
`answers` sends and revises answers, `publishing` has them read and issued. `asking` is
what the holder of the key does. `units` passes the cases of a closed unit on. What they
all share is in `steps`.
"""
