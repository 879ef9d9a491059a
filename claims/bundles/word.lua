-- Writes quotations as Word documents: one JSON job a line in, each document in the file that its job names.
--
-- Job: {"out": path, "csl": path, "locale": "en-US", "items": CSL-JSON as text, "seals": {private sign: what it stands for},
--       "title": ...?, "sections": [{"title": ..., "language": ..., "note": ...?, "quotes": [{"words": ..., "language": ..., "rtl": true?,
--       "cite": {"id": ..., "locator": {"known": true, "word": ..., "value": ...}?, "further": ", n. 7"?}}]}]}
--
-- With a title, the bibliography of all items is written behind the sections, else none. Words go in word by word as plain
-- strings, which pandoc does not parse: nothing in them is markup.

-- No clock goes into the document: the first moment that a zip file can say.
local no_clock = { SOURCE_DATE_EPOCH = "315532800" }

local function plain(text)
  local inlines = pandoc.List({})
  for word in text:gmatch("[^ ]+") do
    if #inlines > 0 then inlines:insert(pandoc.Space()) end
    inlines:insert(pandoc.Str(word))
  end
  return inlines
end

local function attributes(language, is_right_to_left)
  local given = {}
  if language ~= "" then given.lang = language end
  if is_right_to_left then given.dir = "rtl" end
  return pandoc.Attr("", {}, given)
end

-- The value stands in a Span, so that citeproc takes it whole: no brace or bar in it means anything.
local function suffix(cite)
  local inlines = pandoc.List({})
  if cite.locator then
    inlines:insert(pandoc.Str((cite.locator.known and "{" or "{}, ") .. cite.locator.word .. " "))
    inlines:insert(pandoc.Span({ pandoc.Str(cite.locator.value) }))
    if cite.locator.known then inlines:insert(pandoc.Str("}")) end
  end
  if cite.further then inlines:insert(pandoc.Str(cite.further)) end
  return inlines
end

local function quote(given)
  local citation = pandoc.Citation(given.cite.id, "NormalCitation", {}, suffix(given.cite))
  return pandoc.BlockQuote({ pandoc.Para({
    pandoc.Span(plain(given.words), attributes(given.language, given.rtl)),
    pandoc.Cite({ pandoc.Str("?") }, { citation }),
  }) })
end

local function section(given)
  local blocks = pandoc.List({ pandoc.Header(1, { pandoc.Span(plain(given.title), attributes(given.language, given.rtl)) }) })
  if given.note then blocks:insert(pandoc.Para({ pandoc.Emph(plain(given.note)) })) end
  blocks:extend(pandoc.List(given.quotes):map(quote))
  return blocks
end

local function document(job)
  local blocks = pandoc.List({})
  for _, given in ipairs(job.sections) do blocks:extend(section(given)) end
  local references = pandoc.read(job.items, "csljson").meta.references
  local meta = { lang = job.locale, references = references, csl = job.csl, ["notes-after-punctuation"] = false }
  if job.title then
    meta.title = plain(job.title)
    blocks:insert(1, pandoc.Div({ pandoc.Para(plain(job.title)) }, pandoc.Attr("", {}, { ["custom-style"] = "Title" })))
    meta.nocite = { pandoc.Cite({ pandoc.Str("@*") }, { pandoc.Citation("*", "AuthorInText") }) }
    if #references > 0 then blocks:insert(pandoc.Header(1, { pandoc.Str("Bibliography") })) end
  else
    meta["suppress-bibliography"] = true
  end
  return pandoc.Pandoc(blocks, meta)
end

local function unsealed(job, formatted)
  -- What only the citations needed would become properties of the document: the style's place in the file system too.
  formatted.meta = { title = formatted.meta.title, lang = formatted.meta.lang }
  return formatted:walk({
    Str = function(str)
      return pandoc.Str((str.text:gsub("\xF3[\x80-\xBF][\x80-\xBF][\x80-\xBF]", job.seals)))
    end,
    -- An address that is no web address is not made a link, nor is any in a note: documents are joined, and links are numbered in each.
    Link = function(link)
      if not job.title or not link.target:match("^https?://") then return link.content end
    end,
  })
end

for line in io.lines() do
  local job = pandoc.json.decode(line, false)
  pandoc.system.with_environment(no_clock, function()
    local written = pandoc.write(unsealed(job, pandoc.utils.citeproc(document(job))), "docx")
    local out = assert(io.open(job.out, "wb"))
    out:write(written)
    out:close()
  end)
  io.write("{}\n")
  collectgarbage()
end
