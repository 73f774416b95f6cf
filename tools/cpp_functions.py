"""Finds the functions of a C++ source by its braces: enough for what clang-format has laid out."""
import re

# Comments, raw strings, strings and characters. A quote inside a number (1'000) opens nothing.
TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"
      |(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'""", re.DOTALL | re.VERBOSE)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
CONTAINER = re.compile(r"^(template\b.*)?\b(namespace|class|struct|union|enum|extern)\b[^()]*$",
                       re.DOTALL)
# What may stand between the parameters and the body.
QUALIFIERS = re.compile(r"\)\s*((const|noexcept|override|final|mutable|try|&&?)\s*|->[^;]*"
                        r"|requires\b[^;]*|[:,][^;]*)*$")


def code_only(text):
    """The text without comments and the insides of strings; each line stays where it is."""

    def blank(match):
        token = match[0]
        lines = "\n" * token.count("\n")
        if token.startswith("/"):
            return lines
        if token.startswith("'"):
            return "''"
        # What an #include names is no text.
        line = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
        return token if line.lstrip().startswith("#") else '""' + lines

    return TOKEN.sub(blank, text)


def functions(code):
    """(first line, last line) of each function with a body, lambdas at file level included."""
    code = DIRECTIVE.sub(lambda match: "\n" * match[0].count("\n"), code)
    found = []
    scopes = []  # one entry per open brace: "container", "other", or a function's first line
    parentheses = 0
    begin = 0  # of the declaration that is being read
    in_function = 0
    for at, c in enumerate(code):
        if c == "{":
            head = code[begin:at]
            if in_function or parentheses:
                scopes.append("other")
            elif CONTAINER.match(head.strip()):
                scopes.append("container")
                begin = at + 1
            elif QUALIFIERS.search(head.rstrip()):
                scopes.append(line_of(code, begin))
                in_function += 1
            else:
                scopes.append("other")
        elif c == "}" and scopes:
            scope = scopes.pop()
            if isinstance(scope, int):
                in_function -= 1
            # A body may follow a member's initializer: `Foo() : a_{1}, b_{2} {`.
            goes_on = re.match(r"\s*[,{)]", code[at + 1:at + 80])
            if in_function or parentheses or (goes_on and scope != "container"):
                continue
            if isinstance(scope, int):
                found.append((scope, code.count("\n", 0, at) + 1))
            begin = at + 1
        elif not in_function:
            parentheses += (c == "(") - (c == ")")
            if c == ";" and not parentheses:
                begin = at + 1
    return found


def line_of(code, begin):
    """The line of the first character of a declaration."""
    rest = code[begin:]
    return code.count("\n", 0, begin + len(rest) - len(rest.lstrip())) + 1
