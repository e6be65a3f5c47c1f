import Journal
import Vault

/// The tokens by which a person is found again without their name being readable (FORMATS 17): a side table of the key store, under the index
/// key of one organisation's intake. A token says its field and the version of the folding, so that none of one kind equals one of another.
package enum IndexTokens {
    private static let nameIndex = "name, folding \(NameFolding.version)"

    /// What is stored of a name: one token for each frame, in an order that tells nothing. A frequent one is split, and `draw` picks which
    /// sub-token this person bears: a number from zero, below the one given, as chance has it.
    package static func tokens(for names: [NamePart], key: IndexKey, frequent: FrequentNames, draw: (Int) -> Int) -> [IndexToken] {
        let tokens = Set(names.map(\.frame)).map { frame in
            let count = frequent.count(of: frame)
            let drawn = count > 1 ? min(max(0, draw(count)), count - 1) : 0
            return key.token(of: NameTexts.text(frame, drawn), in: nameIndex)
        }
        return tokens.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// What a search asks, one query for each part of the name, the rarest first.
    package static func queries(for names: [NamePart], key: IndexKey, frequent: FrequentNames) -> [NameQuery] {
        var seen: Set<String> = []
        let frames = names.map(\.frame).filter { seen.insert($0).inserted }
        func tokens(_ frames: [String]) -> [IndexToken] {
            key.tokens(of: frames.flatMap { NameTexts.all(of: $0, frequent) }, in: nameIndex)
        }
        return frames.map { NameQuery(exact: tokens([$0]), near: tokens(NameTexts.near($0))) }.sorted { $0.exact.count < $1.exact.count }
    }

    /// Of a number as ``Telephone`` normalises it, whole.
    package static func token(forTelephone number: String, key: IndexKey) -> IndexToken {
        key.token(of: number, in: "telephone")
    }

    /// Of a case number, however its capitals and signs are typed.
    package static func token(forCaseNumber number: String, key: IndexKey) -> IndexToken {
        key.token(of: number.uppercased().filter { $0.isLetter || $0.isNumber }, in: "case number")
    }
}

/// The tokens that one part of a name asks for. Who bears an exact one of every part comes first; near ones, a consonant away, mend what was
/// misheard in one part when another is found.
package struct NameQuery: Sendable {
    package let exact: [IndexToken]
    package let near: [IndexToken]
}
