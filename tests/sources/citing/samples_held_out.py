"""Further citations in many styles: looked at only after the reader was written."""

from __future__ import annotations

from tests.sources.citing.samples import Sample

#: Not looked at until it was done: what it makes of these is its measure.
HELD_OUT = (
    Sample(
        "chicago note, book with two authors",
        "Hal Spar and Ida Brine, Ropes and Reckonings (New York: Halyard Books, 2011), 5–6.",
        {
            "authors": ["Spar", "Brine"],
            "title": "Ropes and Reckonings",
            "place": "New York",
            "publisher": "Halyard Books",
            "year": "2011",
            "locator": "5-6",
        },
    ),
    Sample(
        "chicago note, markdown",
        'Ida Brine, "Why Knots Hold," *Quarterly of Cordage*, Vol. 8, No. 2 (Winter 1995/96), pp. 101–119.',
        {
            "authors": ["Brine"],
            "title": "Why Knots Hold",
            "container": "Quarterly of Cordage",
            "volume": "8",
            "issue": "2",
            "year": "1995",
            "pages": "101-119",
        },
    ),
    Sample(
        "chicago note, edited volume",
        "Jon Fathom and Kit Shoal, eds., *Soundings: Essays on Depth* (Bergen: Nordlys, 2002).",
        {"authors": ["Fathom", "Shoal"], "title": "Soundings: Essays on Depth", "place": "Bergen", "publisher": "Nordlys", "year": "2002"},
    ),
    Sample(
        "chicago bibliography, article",
        "Brine, Ida, and Hal Spar. “Counting Waves.” Annals of the Shore 7, no. 1 (1999): 1–22. doi:10.5555/annals.7.1.",
        {
            "authors": ["Brine", "Spar"],
            "title": "Counting Waves",
            "container": "Annals of the Shore",
            "volume": "7",
            "issue": "1",
            "year": "1999",
            "pages": "1-22",
            "doi": "10.5555/annals.7.1",
        },
    ),
    Sample(
        "chicago note, translated",
        "Lev Morski, The Ice Road, trans. Mia Frost (Chicago: Floe House, 1965), 210.",
        {"authors": ["Morski"], "title": "The Ice Road", "place": "Chicago", "publisher": "Floe House", "year": "1965", "locator": "210"},
    ),
    Sample(
        "apa chapter",
        "Fathom, J. (2015). Measuring the deep. In K. Shoal & L. Reef (Eds.), Handbook of depth (pp. 88–104). Nordlys.",
        {
            "authors": ["Fathom"],
            "title": "Measuring the deep",
            "container": "Handbook of depth",
            "year": "2015",
            "pages": "88-104",
            "publisher": "Nordlys",
        },
    ),
    Sample(
        "apa web page",
        "Shoal, K. (2019, May 7). How to read a chart. Chart Room. https://example.org/charts/read",
        {
            "authors": ["Shoal"],
            "title": "How to read a chart",
            "container": "Chart Room",
            "year": "2019",
            "url": "https://example.org/charts/read",
        },
    ),
    Sample(
        "apa three authors",
        "Reef, L., Shoal, K., & Fathom, J. (2008). Sediment and memory. Marine Letters, 44, 5–19.",
        {
            "authors": ["Reef", "Shoal", "Fathom"],
            "title": "Sediment and memory",
            "container": "Marine Letters",
            "volume": "44",
            "year": "2008",
            "pages": "5-19",
        },
    ),
    Sample(
        "mla book",
        "Fathom, Jon. Soundings. Nordlys, 2002.",
        {"authors": ["Fathom"], "title": "Soundings", "publisher": "Nordlys", "year": "2002"},
    ),
    Sample(
        "mla chapter",
        "Reef, Lou. “The Last Lightship.” Lights of the North, edited by Nan Beacon, Floe House, 1990, pp. 71-90.",
        {
            "authors": ["Reef"],
            "title": "The Last Lightship",
            "container": "Lights of the North",
            "publisher": "Floe House",
            "year": "1990",
            "pages": "71-90",
        },
    ),
    Sample(
        "harvard article",
        "Beacon, N. and Reef, L. (1991) ‘Lamps and lenses’, Optics at Sea, 3(2), pp. 14–29.",
        {
            "authors": ["Beacon", "Reef"],
            "title": "Lamps and lenses",
            "container": "Optics at Sea",
            "volume": "3",
            "issue": "2",
            "year": "1991",
            "pages": "14-29",
        },
    ),
    Sample(
        "ieee book",
        "[12] N. Beacon, Lighthouse Engineering, 2nd ed. Boston, MA: Pharos, 2001.",
        {"authors": ["Beacon"], "title": "Lighthouse Engineering", "place": "Boston, MA", "publisher": "Pharos", "year": "2001"},
    ),
    Sample(
        "ieee conference",
        "[13] O. Buoy, P. Rudder, and Q. Helm, “Steering by sound,” in Proc. Harbour Conf., Oslo, 2012, pp. 9–15.",
        {
            "authors": ["Buoy", "Rudder", "Helm"],
            "title": "Steering by sound",
            "container": "Proc. Harbour Conf.",
            "year": "2012",
            "pages": "9-15",
        },
    ),
    Sample(
        "vancouver, many authors",
        "3. Buoy O, Rudder P, Helm Q, et al. Echoes in fog: a trial. Nav Med. 2013 Jun;9(4):200-8.",
        {
            "authors": ["Buoy", "Rudder", "Helm"],
            "title": "Echoes in fog: a trial",
            "container": "Nav Med",
            "volume": "9",
            "issue": "4",
            "year": "2013",
            "pages": "200-8",
        },
    ),
    Sample(
        "bluebook case-like article",
        "Rex Tiller, The Pilot as Agent, 88 Harv. Mar. L.J. 12, 19 (1990).",
        {
            "authors": ["Tiller"],
            "title": "The Pilot as Agent",
            "container": "Harv. Mar. L.J.",
            "volume": "88",
            "year": "1990",
            "pages": "12",
            "locator": "19",
        },
    ),
    Sample(
        "newspaper without author",
        "“Bridge Closed,” Norrhaven Gazette, 12 March 1977.",
        {"title": "Bridge Closed", "container": "Norrhaven Gazette", "year": "1977"},
    ),
    Sample(
        "report with number",
        "Sue Anchor, Quays after Coal, Working Paper No. 17 (Norrhaven: Coast Institute, March 2009), p. 23.",
        {
            "authors": ["Anchor"],
            "title": "Quays after Coal",
            "place": "Norrhaven",
            "publisher": "Coast Institute",
            "year": "2009",
            "locator": "23",
        },
    ),
    Sample(
        "book with isbn",
        "Anchor, Sue. Moorings. Bergen: Nordlys, 2007. ISBN 978-0-306-40615-7.",
        {
            "authors": ["Anchor"],
            "title": "Moorings",
            "place": "Bergen",
            "publisher": "Nordlys",
            "year": "2007",
            "isbn": "978-0-306-40615-7",
        },
    ),
    Sample(
        "japanese chapter",
        "佐藤花子「潮流の政治」鈴木次郎編『海と国家』（北洋社、2010年）、55頁。",
        {"authors": ["佐藤花子"], "title": "潮流の政治", "container": "海と国家", "publisher": "北洋社", "year": "2010", "locator": "55"},
    ),
    Sample(
        "japanese with two authors",
        "佐藤花子・鈴木次郎『波止場の社会学』北洋社、2012年、10-12頁。",
        {"authors": ["佐藤花子", "鈴木次郎"], "title": "波止場の社会学", "publisher": "北洋社", "year": "2012", "locator": "10-12"},
    ),
    Sample("japanese newspaper", "『北港新聞』2003年3月20日。", {"container": "北港新聞", "year": "2003"}),
    Sample("short title in quotes", "Brine, “Why Knots Hold,” 110.", {"authors": ["Brine"], "title": "Why Knots Hold", "locator": "110"}),
    Sample("author and year", "See Fathom, 2015, p. 90.", {"authors": ["Fathom"], "year": "2015", "locator": "90"}),
    Sample(
        "scanned, spaces lost",
        'Uma Drift,"Fog and Law," Coast Studies14(Fall 1988):201-20.',
        {"authors": ["Drift"], "title": "Fog and Law", "container": "Coast Studies", "volume": "14", "year": "1988", "pages": "201-20"},
    ),
)
