"""The command line: ``lagebild --help`` teaches it.

Exit codes: 0 done; 1 a fault of the program; 2 wrong usage or settings; 3 something could not be read (all
else was done); 4 the workspace cannot be used; 5 the program's own data are broken; 130 interrupted.
"""

from __future__ import annotations

import sys

import click

from lagebild.cli import adding, asking, coding, data, output, watch
from lagebild.errors import LagebildError

__all__ = ["group", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="lagebild")
def group() -> None:
    r"""Read news, get an evidence-linked record of who did what to whom, and a cited brief.

    \b
    The whole story:
      lagebild add article.txt --published 2024-04-10
      lagebild brief --lang de

    The workspace is the folder given by --workspace or LAGEBILD_WORKSPACE, else the nearest folder upwards
    that is one, else the current folder.
    """


for command in (*adding.COMMANDS, *coding.COMMANDS, *asking.COMMANDS, *data.COMMANDS, *watch.COMMANDS):
    group.add_command(command)


def main() -> None:
    """Run the command line, turning expected errors into one line and an exit code."""
    try:
        code = group.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except LagebildError as error:
        output.complain(error)
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing is wrong
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
