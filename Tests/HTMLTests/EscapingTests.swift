import HTML
import NIOCore
import Testing

@Suite("Text in a page")
struct EscapingTests {
    @Test("is escaped inside an element")
    func text() {
        #expect(written(p("<b> & \"it's\" </p>")) == "<p>&lt;b&gt; &amp; &#34;it&#39;s&#34; &lt;/p&gt;</p>")
    }

    @Test("is escaped inside an attribute")
    func attribute() {
        #expect(written(input(.value("\" onfocus=alert(1) '<&>"))) == "<input value=\"&#34; onfocus=alert(1) &#39;&lt;&amp;&gt;\">")
    }

    @Test("is escaped inside a data and an aria attribute")
    func families() {
        #expect(written(td(.data("label", "\"x"), .aria("label", "<y"))) == "<td data-label=\"&#34;x\" aria-label=\"&lt;y\"></td>")
    }

    @Test("keeps accents, no-break spaces, right-to-left text and its marks")
    func kept() {
        let text = "« Tahoua\u{202F}: l’été » \u{202E}مرحبا\u{202C} 😀 \t\r\n"
        #expect(written(bdi(text)) == "<bdi>\(text)</bdi>")
    }

    @Test("shows U+FFFD for what HTML forbids", arguments: forbidden)
    func forbiddenScalar(_ scalar: Unicode.Scalar) {
        #expect(written(p("a\(Character(scalar))b")) == "<p>a\u{FFFD}b</p>")
    }

    @Test("can be as long as it likes")
    func long() {
        let text = String(repeating: "é<", count: 200_000)
        let isWhole = written(p(text)).utf8.count == 7 + 200_000 * 6
        #expect(isWhole)
    }

    @Test("comes out escaped and whole, whatever it holds", arguments: 1...200 as ClosedRange<UInt64>)
    func hostile(seed: UInt64) throws {
        var dice = Dice(state: seed)
        let (one, two) = (hostileText(&dice), hostileText(&dice))
        let page = written(
            p(.title(one)) {
                two
                br()
                one
            })
        let shape = /<p title="([^"<>]*)">([^<>"]*)<br>([^<>"]*)<\/p>/.matchingSemantics(.unicodeScalar)
        let found = try #require(page.wholeMatch(of: shape))
        #expect(decoded(found.1) == cleaned(one))
        #expect(decoded(found.2) == cleaned(two))
        #expect(decoded(found.3) == cleaned(one))
    }
}

/// What stands in a response when a page holds only this.
func written(_ markup: some Markup) -> String {
    String(buffer: markup.render())
}

/// The controls and non-characters that may not stand in a document, first and last of each range.
private let forbidden: [Unicode.Scalar] =
    [0x00, 0x01, 0x08, 0x0B, 0x0C, 0x0E, 0x1F, 0x7F, 0x80, 0x9F, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]
    .compactMap { Unicode.Scalar($0 as UInt32) }

private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
}

/// The text as a reader of the page gets it.
private func cleaned(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.map { isForbidden($0) ? "\u{FFFD}" : $0 }
}

/// Reads the five references back, and no other: a stray ampersand stays one.
private func decoded(_ text: Substring) -> [Unicode.Scalar] {
    var left = text.unicodeScalars[...]
    var read: [Unicode.Scalar] = []
    let references: [(String, Unicode.Scalar)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&#34;", "\""), ("&#39;", "'"),
    ]
    while let first = left.first {
        let found = first == "&" ? references.first { left.starts(with: $0.0.unicodeScalars) } : nil
        read.append(found?.1 ?? first)
        left = left.dropFirst(found?.0.unicodeScalars.count ?? 1)
    }
    return read
}

private func hostileText(_ dice: inout Dice) -> String {
    let pieces = [
        "<script>alert(1)</script>", "\"", "'", "&", "&amp;", "&#60;", "-->", "]]>", "</p>", "<!--", "\u{0}", "\u{1B}", "\u{85}",
        "\u{202E}", "\u{2066}", "مرحبا", "é", "e\u{301}", "\u{FFFE}", "\u{1FFFF}", "😀", "=", "`", "/>", "javascript:", " ", "\n", "\r\n",
    ]
    return (0..<Int.random(in: 0...40, using: &dice)).reduce(into: "") { text, _ in
        if Bool.random(using: &dice) {
            text += pieces[Int.random(in: pieces.indices, using: &dice)]
        } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &dice)) {
            text.unicodeScalars.append(scalar)
        }
    }
}

/// A generator that gives the same numbers for the same seed. Source: SplitMix64, Steele, Lea and Flood, 2014.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
