-- Formats citations with pandoc's citeproc: one JSON job a line in, one JSON answer a line out.
--
-- Job:    {"csl": path, "locale": "en-US", "bibliography": path of a CSL-JSON file,
--          "cites": [{"id": ..., "locator": {"known": true, "word": ..., "value": ...}?, "further": ", n. 7"?}]}
-- Answer: {"cites": [text], "entries": [{"id": ..., "text": ..., "html": ...}]}, entries in the bibliography's order
--
-- Works are read from a file: as metadata they would lose contributors, narrators and the style's own quotation marks.

local plain = { wrap_text = "wrap-none" }

-- The value stands in a Span, so that citeproc takes it whole: no brace or bar in it means anything.
local function place(locator)
  local value = pandoc.Span({ pandoc.Str(locator.value) })
  if locator.known then
    return { pandoc.Str("{" .. locator.word .. " "), value, pandoc.Str("}") }
  end
  -- The empty braces are an empty locator: what follows is then never searched for one.
  return { pandoc.Str("{}, " .. locator.word .. " "), value }
end

local function suffix(cite)
  local inlines = pandoc.List(cite.locator and place(cite.locator) or {})
  if cite.further then inlines:insert(pandoc.Str(cite.further)) end
  return inlines
end

local function document(job)
  local blocks = pandoc.List(job.cites):map(function(cite)
    local citation = pandoc.Citation(cite.id, "NormalCitation", {}, suffix(cite))
    return pandoc.Para({ pandoc.Cite({ pandoc.Str("?") }, { citation }) })
  end)
  return pandoc.Pandoc(blocks, { bibliography = job.bibliography, csl = job.csl, lang = job.locale })
end

-- Text of a paragraph that holds one citation; styles that cite in notes put it into one.
local function cite_text(paragraph)
  local inlines = paragraph.content[1].content
  local is_note = #inlines == 1 and inlines[1].t == "Note"
  return pandoc.utils.stringify(is_note and inlines[1].content or inlines)
end

local function tag(name, inlines)
  inlines:insert(1, pandoc.RawInline("html", "<" .. name .. ">"))
  inlines:insert(pandoc.RawInline("html", "</" .. name .. ">"))
  return inlines
end

-- Layout of a bibliography on a page does not matter here; an address that is no web address is not made a link.
local without_layout = {
  Span = function(span)
    local starts_line = span.classes:includes("csl-block") or span.classes:includes("csl-indent")
    if starts_line then span.content:insert(1, pandoc.Space()) end
    return span.content
  end,
  Link = function(link)
    if not link.target:match("^https?://") then return link.content end
  end,
}

local in_html = {
  Emph = function(emph) return tag("i", emph.content) end,
  Strong = function(strong) return tag("b", strong.content) end,
}

local function line(entry)
  return pandoc.Plain(pandoc.utils.blocks_to_inlines(entry.content, { pandoc.Space() })):walk(without_layout)
end

-- HTML of each line; written as one document, which takes a third of the time.
local function html(lines)
  local blocks = pandoc.List({})
  for _, each in ipairs(lines) do
    blocks:extend({ each:walk(in_html), pandoc.RawBlock("html", "\f") })
  end
  return pandoc.write(pandoc.Pandoc(blocks), "html", plain):gmatch("([^\f]*)\f")
end

local function entries(bibliography)
  local lines, found = bibliography.content:map(line), pandoc.List({})
  local next_html = html(lines)
  for number, entry in ipairs(bibliography.content) do
    local id = entry.identifier:sub(#"ref-" + 1)
    found:insert({ id = id, text = pandoc.utils.stringify(lines[number]), html = next_html() })
  end
  return found
end

local function answer(job)
  local cites = pandoc.utils.citeproc(document(job)).blocks
  -- Behind the citations stands the bibliography, where the style has one.
  local bibliography = cites[#job.cites + 1] and cites:remove()
  return { cites = cites:map(cite_text), entries = bibliography and entries(bibliography) or {} }
end

for job in io.lines() do
  io.write(pandoc.json.encode(answer(pandoc.json.decode(job, false))), "\n")
end
