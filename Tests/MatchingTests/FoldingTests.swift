import Foundation
import Journal
import Support
import Testing

@testable import Matching

@Suite("The folding of names")
struct FoldingTests {
    @Test("makes of each rule’s examples one name", arguments: FoldingRules.all.map(\.name))
    func examples(name: String) throws {
        let rule = try #require(FoldingRules.all.first { $0.name == name })
        #expect(!rule.examples.isEmpty && !rule.reason.isEmpty)
        for example in rule.examples {
            let sides = example.components(separatedBy: " = ")
            let (one, other) = (NameFolding.parts(of: sides[0]), NameFolding.parts(of: sides[1]))
            // What Arabic leaves unwritten, and what the frame is for, agree in the frame alone.
            let agree = name == "frame" || name == "script" ? one.map(\.frame) == other.map(\.frame) : one.map(\.fold) == other.map(\.fold)
            #expect(agree, "\(example): \(one) \(other)")
        }
    }

    @Test("needs every rule: without it, one of its examples falls apart", arguments: FoldingRules.all.map(\.name))
    func needed(name: String) throws {
        let rule = try #require(FoldingRules.all.first { $0.name == name })
        guard case .spelling = rule.work else { return }
        let rest = FoldingRules.all.filter { $0.name != name }.compactMap {
            if case .spelling(let rewriting) = $0.work { rewriting } else { nil }
        }
        func fold(_ text: String) -> [Letters] {
            NameWords.words(of: NameScript.letters(of: text)).map { word in rest.reduce(word) { $1.apply(to: $0) } }
        }
        let parted = rule.examples.filter { example in
            let sides = example.components(separatedBy: " = ")
            return fold(sides[0]) != fold(sides[1])
        }
        #expect(!parted.isEmpty, "nothing shows what the rule is for")
    }

    @Test(
        "keeps apart names that only look alike",
        arguments: [
            ("Moussa", "Moustapha"), ("Hassane", "Hassana"), ("Hassane", "Housseini"), ("Amina", "Aminata"), ("Abdoulaye", "Abdoul Aziz"),
            ("Abdoulaye", "Abdou"),
            ("Issa", "Aïssa"), ("Rachid", "Rachida"), ("Mahamadou", "Mahamane"), ("Salif", "Salissou"), ("Oumarou", "Ousmane"),
        ])
    func apart(one: String, other: String) {
        #expect(NameFolding.parts(of: one).map(\.fold) != NameFolding.parts(of: other).map(\.fold))
    }

    @Test("has two names of Abdou Moussa and one of Abdou Rahmane")
    func servants() {
        #expect(NameFolding.parts(of: "Abdou Moussa").count == 2)
        #expect(NameFolding.parts(of: "Abdou Rahmane").count == 1)
        #expect(NameFolding.parts(of: "Abd El Karim Issa").map(\.spelling) == ["abdkarim", "issa"])
    }

    @Test("has no parts of a name that has no letters, and keeps a title that stands alone")
    func empty() {
        for nothing in ["", " ", "–", "'", "…", "\u{301}", "\u{200F}"] { #expect(NameFolding.parts(of: nothing).isEmpty) }
        #expect(NameFolding.parts(of: "Elhadji").count == 1)
        #expect(NameFolding.parts(of: "ተስፋዬ ገብረ").map(\.spelling) == ["ተስፋዬ", "ገብረ"])
    }

    @Test("folds whatever it is given, and the same each time", arguments: 0..<20)
    func total(seed: UInt64) {
        var dice = SeededRandom(seed)
        let alphabets: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x61...0x7A, 0xC0...0x24F, 0x250...0x2AF, 0x600...0x6FF, 0x2000...0x206F, 0x1200...0x137F, 0...0x10FFFF,
        ]
        for _ in 0..<300 {
            var text = String.UnicodeScalarView()
            let alphabet = alphabets.randomElement(using: &dice)!
            for _ in 0..<Int.random(in: 0...60, using: &dice) {
                if let scalar = Unicode.Scalar(UInt32.random(in: alphabet, using: &dice)) { text.append(scalar) }
            }
            let parts = NameFolding.parts(of: String(text))
            #expect(parts == NameFolding.parts(of: String(text)))
            #expect(parts.count <= NameWords.most)
            #expect(parts.allSatisfy { !$0.spelling.isEmpty && !$0.fold.isEmpty && !$0.frame.isEmpty })
        }
    }

    @Test("reads no more of a text than a name has")
    func long() {
        let parts = NameFolding.parts(of: String(repeating: "Mahamadou", count: 10_000) + String(repeating: " Issoufou", count: 10_000))
        #expect(parts.count == NameWords.most)
        #expect(parts.allSatisfy { $0.spelling.count <= NameWords.longest })
    }

    /// Tokens are stored: a rule that changes what a name folds to needs another ``NameFolding/version``, and then another digest here.
    @Test("folds as its version says")
    func version() {
        let folds = JudgedPair.all.flatMap { [$0.one, $0.other] }.map { name in
            NameFolding.parts(of: name).map { "\($0.fold)/\($0.frame)" }.joined(separator: " ")
        }
        let digest = Digest(of: Array(folds.joined(separator: "\n").utf8))
        #expect("\(NameFolding.version): \(digest)" == "1: 67031ce92b5da0ea")
    }
}
