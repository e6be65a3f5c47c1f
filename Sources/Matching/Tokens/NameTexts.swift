/// What the tokens of names stand for, before they are keyed: a frame and the number of its sub-token.
enum NameTexts {
    /// One for each frame, so many as it is split into.
    static func all(of frame: String, _ frequent: FrequentNames) -> [String] {
        (0..<frequent.count(of: frame)).map { text(frame, $0) }
    }

    static func text(_ frame: String, _ number: Int) -> String { "\(frame)#\(number)" }

    /// Frames one consonant away: one more, one less, another, or two swapped; and with or without a first vowel. A frame of two consonants
    /// only gains, or it would be near to everything; a shorter one has none near.
    static func near(_ frame: String) -> [String] {
        var letters = Array(frame.utf8)
        let hasVowel = letters.first == 0x61
        if hasVowel { letters.removeFirst() }
        guard (2...16).contains(letters.count), letters.allSatisfy({ 97...122 ~= $0 && !vowels.contains($0) }) else { return [] }
        var near: Set<[UInt8]> = []
        for at in 0...letters.count {
            for letter in consonants { near.insert(Array(letters[..<at]) + [letter] + letters[at...]) }
        }
        if letters.count > 2 {
            for at in letters.indices {
                near.insert(Array(letters[..<at]) + letters[(at + 1)...])
                for letter in consonants {
                    var other = letters
                    other[at] = letter
                    near.insert(other)
                }
                if at > 0 {
                    var other = letters
                    other.swapAt(at - 1, at)
                    near.insert(other)
                }
            }
        }
        near.remove(letters)
        let vowel: [UInt8] = [0x61]
        let all = near.map { hasVowel ? vowel + $0 : $0 } + [hasVowel ? letters : vowel + letters]
        return all.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// The consonants that a frame is made of.
    private static let consonants = Array("bdfjklmnprstv".utf8)
    private static let vowels = Array("aeiou".utf8)
}
