r"""Signs, Greek letters and mathematics as commands that LaTeX has without any package.

The commands are those of LaTeX's kernel (its mathematics and the text companion that it has held since 2020), and of them only
those of which `decoding` makes the same character again. Each stands in braces that begin with a backslash: BibTeX counts that as
one letter, which no style takes apart or writes in lower case.
"""

from __future__ import annotations

import re

_TEXT = (
    r"\textendash – \textemdash — \textquoteleft ‘ \textquoteright ’ \textquotedblleft “ \textquotedblright ” \quotesinglbase ‚ "
    r"\quotedblbase „ \guillemotleft « \guillemotright » \guilsinglleft ‹ \guilsinglright › \ldots … \textquestiondown ¿ "
    r"\textexclamdown ¡ \S § \P ¶ \textcopyright © \textregistered ® \texttrademark ™ \textservicemark ℠ \textcircledP ℗ "
    r"\textdegree ° \textcelsius ℃ \textsterling £ \texteuro € \textyen ¥ \textcent ¢ \textcurrency ¤ \textflorin ƒ \textwon ₩ "
    r"\textdong ₫ \textpeso ₱ \textnaira ₦ \textlira ₤ \textcolonmonetary ₡ \textbaht ฿ \textdagger † \textdaggerdbl ‡ \textbullet • "
    r"\textopenbullet ◦ \textperiodcentered · \textbrokenbar ¦ \textlnot ¬ \textmu µ \textordfeminine ª \textordmasculine º "
    r"\textonequarter ¼ \textonehalf ½ \textthreequarters ¾ \textperthousand ‰ \textpertenthousand ‱ \textfractionsolidus ⁄ "
    r"\textnumero № \textestimated ℮ \textmho ℧ \textrecipe ℞ \textreferencemark ※ \textinterrobang ‽ \textdiscount ⁒ "
    r"\textmusicalnote ♪ \textblank ␢ \textvisiblespace ␣ \textasciidieresis ¨ \textasciimacron ¯ \textasciiacute ´ "
    r"\textasciicaron ˇ \textasciibreve ˘ \textacutedbl ˝ \c{} ¸ \.{} ˙ \k{} ˛ \r{} ˚ \textcompwordmark " + "\u200c"
)
_GREEK = (
    r"\alpha α \beta β \gamma γ \delta δ \varepsilon ε \epsilon ϵ \zeta ζ \eta η \theta θ \vartheta ϑ \iota ι \kappa κ \lambda λ "
    r"\mu μ \nu ν \xi ξ \pi π \varpi ϖ \rho ρ \varrho ϱ \sigma σ \varsigma ς \tau τ \upsilon υ \varphi φ \phi ϕ \chi χ \psi ψ "
    r"\omega ω \Gamma Γ \Delta Δ \Theta Θ \Lambda Λ \Xi Ξ \Pi Π \Sigma Σ \Upsilon Υ \Phi Φ \Psi Ψ \Omega Ω"
)
_MATHEMATICS = (
    r"\pm ± \mp ∓ \times × \div ÷ - − \prime ′ \surd √ \infty ∞ \partial ∂ \nabla ∇ \int ∫ \oint ∮ \sum ∑ \prod ∏ \coprod ∐ "
    r"\leq ≤ \geq ≥ \ll ≪ \gg ≫ \neq ≠ \equiv ≡ \approx ≈ \sim ∼ \simeq ≃ \cong ≅ \asymp ≍ \doteq ≐ \propto ∝ \prec ≺ \succ ≻ "
    r"\preceq ≼ \succeq ≽ \perp ⊥ \parallel ∥ \angle ∠ \forall ∀ \exists ∃ \emptyset ∅ \in ∈ \notin ∉ \ni ∋ \subset ⊂ \supset ⊃ "
    r"\subseteq ⊆ \supseteq ⊇ \sqsubseteq ⊑ \sqsupseteq ⊒ \cap ∩ \cup ∪ \sqcap ⊓ \sqcup ⊔ \uplus ⊎ \wedge ∧ \vee ∨ \bigwedge ⋀ "
    r"\bigvee ⋁ \bigcap ⋂ \bigcup ⋃ \oplus ⊕ \ominus ⊖ \otimes ⊗ \oslash ⊘ \odot ⊙ \circ ∘ \bigcirc ◯ \ast ∗ \star ⋆ \bullet ∙ "
    r"\setminus ∖ \wr ≀ \amalg ⨿ \bowtie ⋈ \vdash ⊢ \dashv ⊣ \top ⊤ \aleph ℵ \hbar ħ \ell ℓ \wp ℘ \flat ♭ \natural ♮ \sharp ♯ "
    r"\bigtriangleup △ \bigtriangledown ▽ \triangleleft ◃ \triangleright ▹ \leftarrow ← \rightarrow → \uparrow ↑ \downarrow ↓ "
    r"\leftrightarrow ↔ \updownarrow ↕ \Leftarrow ⇐ \Rightarrow ⇒ \Uparrow ⇑ \Downarrow ⇓ \Leftrightarrow ⇔ \Updownarrow ⇕ "
    r"\nearrow ↗ \searrow ↘ \nwarrow ↖ \swarrow ↙ \mapsto ↦ \longrightarrow ⟶ \hookleftarrow ↩ \hookrightarrow ↪ \leftharpoonup ↼ "
    r"\rightharpoonup ⇀ \rightleftharpoons ⇌ \langle ⟨ \rangle ⟩ \lceil ⌈ \rceil ⌉ \lfloor ⌊ \rfloor ⌋ \smile ⌣ \frown ⌢ "
    r"\cdots ⋯ \vdots ⋮ \ddots ⋱"
)


def _by_character(table: str) -> dict[str, str]:
    words = table.split(" ")
    return dict(zip(words[1::2], words[::2], strict=True))


#: Signs that are text -> command.
TEXT = _by_character(_TEXT)
#: Greek letters and signs that are mathematics -> command.
GREEK = _by_character(_GREEK)
MATHEMATICS = _by_character(_MATHEMATICS)

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "0123456789+-=()")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()")
_SAID_IN_MATHEMATICS = GREEK | MATHEMATICS
_SIGN = re.compile(
    "(?P<raised>[⁰¹²³⁴-⁾]{1,20})|(?P<lowered>[₀-₎]{1,20})|(?P<letter>[ⁿⁱ])"
    # A longer run would be a longer formula than one reads as plain text, and one letter of a label to BibTeX.
    f"|(?P<mathematics>[{''.join(map(re.escape, _SAID_IN_MATHEMATICS))}]{{1,4}})|(?P<text>[{''.join(TEXT)}])"
)
_ANY_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_JOINERS = "[\u0590-\u1dff\u2190-\U0010ffff]"
#: A non-joiner in a script that has no commands.
_NON_JOINER = re.compile(f"(?:(?<={_JOINERS})\u200c|\u200c(?={_JOINERS}))")
#: What guides how other text is ordered or joined: marks of direction, joiners of words, of letters that never join, of operators.
_GUIDING = re.compile(f"[\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]|(?<!{_JOINERS})\u200d(?!{_JOINERS})")
_WIDTHS = re.compile("[\u2000-\u2006\u2008-\u200a\u205f]")
_UNBROKEN_WIDTHS = re.compile("[\u2007\u202f]")


def visible(text: str) -> str:
    """Return what is seen of a text, for readers that stop at invisible characters.

    Marks of direction are left out, and joiners where nothing joins: Arabic, the scripts of India and emoji do need them.
    Blanks of a special width become plain ones.
    """
    if text.isascii():
        return text
    return _UNBROKEN_WIDTHS.sub("\u00a0", _WIDTHS.sub(" ", _GUIDING.sub("", text)))


def signs_as_commands(escaped: str) -> str:
    """Return escaped LaTeX with signs as commands; Greek stays where it is more than the letters that formulae know."""
    has_greek_words = any(letter not in GREEK for letter in _ANY_GREEK.findall(escaped))
    joined = {match.start() for match in _NON_JOINER.finditer(escaped)}

    def command(match: re.Match[str]) -> str:
        found = match[0]
        if match["raised"]:
            return rf"{{\ensuremath{{^{{{found.translate(_RAISED)}}}}}}}"
        if match["lowered"]:
            return rf"{{\ensuremath{{_{{{found.translate(_LOWERED)}}}}}}}"
        if match["letter"]:
            return rf"{{\textsuperscript{{{'n' if found == 'ⁿ' else 'i'}}}}}"
        if match["text"]:
            return found if match.start() in joined else f"{{{TEXT[found]}}}"
        if has_greek_words and _ANY_GREEK.search(found):
            return found
        return rf"{{\ensuremath{{{''.join(_SAID_IN_MATHEMATICS[sign] for sign in found)}}}}}"

    return _SIGN.sub(command, escaped)
