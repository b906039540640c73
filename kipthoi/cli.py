"""The command `kipthoi`: serve, demo, setup, tick."""

import argparse
import os
import sys

from kipthoi import start

SERVER = {
    "--interface": "wsgi",
    "--workers": "1",
    "--blocking-threads": "40",
    "--backlog": "256",
    "--no-ws": None,
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code. What cannot start says one line."""
    if sys.version_info < (3, 11):  # noqa: UP036 (a plain word beats a syntax error)
        print("Kịp Thời needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    os.umask(0o077)  # data, mail and files are for the one who runs the house
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked) or 0)
    except start.CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kipthoi", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, run, text in (
        ("serve", serve, "serve the house in KIPTHOI_DATA"),
        ("demo", demo, "set up the demonstration if it is new, and serve it"),
        ("setup", setup, "set up a real house: body, first people, calendar, mail"),
        ("tick", tick, "do what is due now: mail, reminders, clearing away"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        if name in ("serve", "demo"):
            port = int(os.environ.get("PORT") or 8000)
            command.add_argument("--port", type=int, default=port)
            command.add_argument("--host", default="127.0.0.1")
        if name == "demo":
            command.add_argument(
                "--no-serve", action="store_true", help="only make the data"
            )
        if name == "setup":
            command.add_argument("--from", dest="file", help="answers as a JSON file")
    return parser


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kipthoi.settings")
    import django

    django.setup()


def demo(asked: argparse.Namespace) -> int:
    """Set up the demonstration if the folder is new, say how to sign in, and serve."""
    data = start.folder()
    if not asked.no_serve:
        start.free_port(asked.port)
    start.claim(data, start.DEMO)
    start.sound_database(data)
    _django()
    start.prepare()
    from kipthoi.demo import seed

    seed.once(say=lambda text: print(text, flush=True))
    print(seed.welcome(f"http://localhost:{asked.port}", data), flush=True)
    return 0 if asked.no_serve else _serve(asked)


def serve(asked: argparse.Namespace) -> int:
    """Serve a house that was set up before."""
    data = start.folder()
    if not start.mode_of(data):
        raise start.CannotStart(
            f"{data} is not set up; run `kipthoi setup` or `kipthoi demo` first."
        )
    start.free_port(asked.port)
    start.sound_database(data)
    _django()
    start.prepare()
    return _serve(asked)


def _serve(asked: argparse.Namespace) -> int:
    """Hand this process over to the server: one worker process, many threads."""
    os.environ["KIPTHOI_TICK"] = "1"
    # Forty threads would each keep a heap of their own, and most of it empty.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    command = [sys.executable, "-m", "granian"]
    for flag, value in SERVER.items():
        command += [flag] if value is None else [flag, value]
    command += ["--host", asked.host, "--port", str(asked.port)]
    command += ["--log-level", "error", "kipthoi.wsgi:application"]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # the command is made above  # nosec B606


def setup(asked: argparse.Namespace) -> int:
    """Set up a real house by asking for what it needs, or from a file of answers."""
    data = start.folder()
    start.claim(data, start.REAL)
    _django()
    start.prepare()
    from kipthoi import install

    return install.run(asked.file)


def tick(asked: argparse.Namespace) -> int:
    """Do once what is due now."""
    _django()
    from kipthoi.tick import once

    print(once())
    return 0


if __name__ == "__main__":
    sys.exit(main())
