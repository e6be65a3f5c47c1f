// The elements that pages are made of, by HTML's own names, each with the attributes that `Attribute` lists. A
// property of a page that has the same name as an element hides it inside that page: there, `HTML.form` is the element.

// Sections and headings.
@inlinable package var header: Tag { Tag("<header", "</header>") }
@inlinable package var footer: Tag { Tag("<footer", "</footer>") }
@inlinable package var main: Tag { Tag("<main", "</main>") }
@inlinable package var nav: Tag { Tag("<nav", "</nav>") }
@inlinable package var section: Tag { Tag("<section", "</section>") }
@inlinable package var article: Tag { Tag("<article", "</article>") }
@inlinable package var aside: Tag { Tag("<aside", "</aside>") }
@inlinable package var h1: Tag { Tag("<h1", "</h1>") }
@inlinable package var h2: Tag { Tag("<h2", "</h2>") }
@inlinable package var h3: Tag { Tag("<h3", "</h3>") }
@inlinable package var h4: Tag { Tag("<h4", "</h4>") }

// Groups.
@inlinable package var div: Tag { Tag("<div", "</div>") }
@inlinable package var p: Tag { Tag("<p", "</p>") }
@inlinable package var ul: Tag { Tag("<ul", "</ul>") }
@inlinable package var ol: Tag { Tag("<ol", "</ol>") }
@inlinable package var li: Tag { Tag("<li", "</li>") }
@inlinable package var dl: Tag { Tag("<dl", "</dl>") }
@inlinable package var dt: Tag { Tag("<dt", "</dt>") }
@inlinable package var dd: Tag { Tag("<dd", "</dd>") }
@inlinable package var figure: Tag { Tag("<figure", "</figure>") }
@inlinable package var figcaption: Tag { Tag("<figcaption", "</figcaption>") }
@inlinable package var blockquote: Tag { Tag("<blockquote", "</blockquote>") }
@inlinable package var pre: Tag { Tag("<pre", "</pre>") }
@inlinable package var hgroup: Tag { Tag("<hgroup", "</hgroup>") }
@inlinable package var address: Tag { Tag("<address", "</address>") }

// Words.
@inlinable package var a: Tag { Tag("<a", "</a>") }
@inlinable package var span: Tag { Tag("<span", "</span>") }
@inlinable package var strong: Tag { Tag("<strong", "</strong>") }
@inlinable package var em: Tag { Tag("<em", "</em>") }
@inlinable package var small: Tag { Tag("<small", "</small>") }
@inlinable package var abbr: Tag { Tag("<abbr", "</abbr>") }
@inlinable package var time: Tag { Tag("<time", "</time>") }
@inlinable package var bdi: Tag { Tag("<bdi", "</bdi>") }
@inlinable package var bdo: Tag { Tag("<bdo", "</bdo>") }
@inlinable package var code: Tag { Tag("<code", "</code>") }
@inlinable package var mark: Tag { Tag("<mark", "</mark>") }
@inlinable package var del: Tag { Tag("<del", "</del>") }
@inlinable package var ins: Tag { Tag("<ins", "</ins>") }
@inlinable package var cite: Tag { Tag("<cite", "</cite>") }
@inlinable package var q: Tag { Tag("<q", "</q>") }
@inlinable package var sub: Tag { Tag("<sub", "</sub>") }
@inlinable package var sup: Tag { Tag("<sup", "</sup>") }
@inlinable package var b: Tag { Tag("<b", "</b>") }
@inlinable package var i: Tag { Tag("<i", "</i>") }
@inlinable package var s: Tag { Tag("<s", "</s>") }

// Tables.
@inlinable package var table: Tag { Tag("<table", "</table>") }
@inlinable package var caption: Tag { Tag("<caption", "</caption>") }
@inlinable package var thead: Tag { Tag("<thead", "</thead>") }
@inlinable package var tbody: Tag { Tag("<tbody", "</tbody>") }
@inlinable package var tfoot: Tag { Tag("<tfoot", "</tfoot>") }
@inlinable package var tr: Tag { Tag("<tr", "</tr>") }
@inlinable package var th: Tag { Tag("<th", "</th>") }
@inlinable package var td: Tag { Tag("<td", "</td>") }

// Forms.
@inlinable package var form: Tag { Tag("<form", "</form>") }
@inlinable package var label: Tag { Tag("<label", "</label>") }
@inlinable package var fieldset: Tag { Tag("<fieldset", "</fieldset>") }
@inlinable package var legend: Tag { Tag("<legend", "</legend>") }
@inlinable package var select: Tag { Tag("<select", "</select>") }
@inlinable package var option: Tag { Tag("<option", "</option>") }
@inlinable package var optgroup: Tag { Tag("<optgroup", "</optgroup>") }
@inlinable package var button: Tag { Tag("<button", "</button>") }
@inlinable package var output: Tag { Tag("<output", "</output>") }
@inlinable package var progress: Tag { Tag("<progress", "</progress>") }
@inlinable package var meter: Tag { Tag("<meter", "</meter>") }
@inlinable package var datalist: Tag { Tag("<datalist", "</datalist>") }
@inlinable package var textarea: Tag { Tag("<textarea", "</textarea>", keepsFirstLine: true) }

// Parts that fold.
@inlinable package var details: Tag { Tag("<details", "</details>") }
@inlinable package var summary: Tag { Tag("<summary", "</summary>") }
@inlinable package var dialog: Tag { Tag("<dialog", "</dialog>") }

// Sounds.
@inlinable package var audio: Tag { Tag("<audio", "</audio>") }

// Head.
@inlinable package var head: Tag { Tag("<head", "</head>") }
@inlinable package var body: Tag { Tag("<body", "</body>") }
@inlinable package var title: Tag { Tag("<title", "</title>") }
@inlinable package var noscript: Tag { Tag("<noscript", "</noscript>") }
@inlinable package var script: Tag { Tag("<script", "</script>") }

// Elements that hold nothing.
@inlinable package var br: VoidTag { VoidTag("<br") }
@inlinable package var hr: VoidTag { VoidTag("<hr") }
@inlinable package var wbr: VoidTag { VoidTag("<wbr") }
@inlinable package var img: VoidTag { VoidTag("<img") }
@inlinable package var input: VoidTag { VoidTag("<input") }
@inlinable package var meta: VoidTag { VoidTag("<meta") }
@inlinable package var link: VoidTag { VoidTag("<link") }
@inlinable package var col: VoidTag { VoidTag("<col") }
@inlinable package var source: VoidTag { VoidTag("<source") }
