"""Groups of commands: listed by task, each imported when it is called for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from safehavens.cli.speech import set_language
from safehavens.wording.languages import language_codes

Sections = Mapping[str, Mapping[str, str]]
"""For each heading of a list of commands: command -> the module that has it."""

_COMMANDS: Final = "safehavens.cli.commands"
_LANGUAGE_HELP: Final = (
    f"The language of the answer: {', '.join(language_codes())}. If left out, the language of the "
    "environment is used."
)
_LONGEST: Final = 200
"""Characters of a command's first sentence in a list; it is wrapped, not cut."""


class _Command(TyperCommand):
    """A command whose help is said in the language chosen."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command: `--lang` first, so that `--help` before it knows."""
        return super().parse_args(ctx, _put_language_first(args))

    def get_help(self, ctx: Any) -> str:
        """The help, in lines."""
        return _help_of(super().get_help, ctx)


class CommandGroup(TyperGroup):
    """A group of commands.

    A subclass names its `sections`. A command's module has a function `run`, whose parameters are
    the options and whose docstring is the help, and an `EXAMPLE`. A module that has `SECTIONS`
    instead, and its `HELP`, is a group inside the group.
    """

    sections: Sections = MappingProxyType({})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words before the command's name."""
        return super().parse_args(ctx, _put_language_first(args) if "--help" in args else args)

    def get_help(self, ctx: Any) -> str:
        """The help, in lines."""
        return _help_of(super().get_help, ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of the list."""
        return [name for commands in self.sections.values() for name in commands]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, imported now; None where there is none."""
        for commands in self.sections.values():
            if cmd_name in commands:
                return load_command(cmd_name, f"{_COMMANDS}.{commands[cmd_name]}")
        return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments begin with; an unknown one gets the nearest names."""
        names: Any = dict.fromkeys(self.list_commands(ctx))
        self.commands = names
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands, by task, each with the first sentence of its help."""
        from safehavens.cli.output.help_text import say_first

        names = self.list_commands(ctx)
        widest = max(map(len, names), default=0)
        for heading, commands in self.sections.items():
            rows = []
            for name in commands:
                command = self.get_command(ctx, name)
                rows.append((name.ljust(widest), say_first(command, _LONGEST)))
            with formatter.section(heading):
                formatter.write_dl(rows)


def _help_of(write: Callable[[Any], str], ctx: Any) -> str:
    from safehavens.cli.output.help_text import HelpFormatter  # few commands need it

    ctx.formatter_class = HelpFormatter
    return write(ctx)


def _put_language_first(args: list[str]) -> list[str]:
    """The words of a command line with `--lang` and its value before all others."""
    own = args[: args.index("--")] if "--" in args else args
    for i, word in enumerate(own):
        if word == "--lang" or word.startswith("--lang="):
            end = i + 1 + (word == "--lang")
            return [*args[i:end], *args[:i], *args[end:]]
    return args


def load_command(name: str, module_name: str) -> Any:
    """Import a command's module, and make the command, or the group, that it describes."""
    module = import_module(module_name)
    if hasattr(module, "SECTIONS"):
        return make_group(name, module.HELP, module.SECTIONS)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=_Command, epilog=f"Example: {module.EXAMPLE}")(module.run)
    command = get_command(app)
    command.params.append(language_option())
    return command


def language_option() -> Any:
    """The option `--lang`, which may be written before a command and after it."""

    def choose(ctx: Any, param: Any, value: str | None) -> None:
        if value is not None:
            set_language(value)

    return TyperOption(
        param_decls=["--lang"],
        metavar="LANGUAGE",
        expose_value=False,
        is_eager=True,
        callback=choose,
        help=_LANGUAGE_HELP,
    )


def make_group(name: str, help: str, sections: Sections) -> CommandGroup:
    """A group inside the group."""
    group = CommandGroup(name=name, help=help, no_args_is_help=True, rich_markup_mode=None)
    group.sections = sections
    return group
