import Crypto

/// 4,096 words of two syllables, twelve bits each: a cluster, a vowel, a consonant, a vowel ("brado", "stuma").
///
/// ASCII without accents, spelt as they sound in French, each read in one way: no `e` that falls silent, no `s` that sounds
/// as `z`, no `g` that sounds as `j`. Made by rule, so that an offline page can print the same words in ten lines.
package enum Words {
    static let clusters = ["bl", "br", "dr", "fl", "fr", "gl", "gr", "kr", "pl", "pr", "sk", "sl", "sp", "st", "tr", "vr"]
    static let consonants = ["b", "ch", "d", "f", "j", "k", "l", "m", "n", "nd", "p", "r", "st", "t", "v", "z"]
    static let vowels = ["a", "i", "o", "u"]

    package static let count = 4096

    /// Bits 11–8 choose the cluster, 7–6 its vowel, 5–2 the consonant, 1–0 its vowel.
    package static func word(_ index: Int) -> String {
        clusters[index >> 8 & 15] + vowels[index >> 6 & 3] + consonants[index >> 2 & 15] + vowels[index & 3]
    }

    static func contains(_ word: String) -> Bool {
        clusters.contains { cluster in
            guard word.hasPrefix(cluster) else { return false }
            let rest = word.dropFirst(cluster.count)
            guard let vowel = rest.first, vowels.contains(String(vowel)), let last = rest.last, vowels.contains(String(last)) else { return false }
            return consonants.contains(String(rest.dropFirst().dropLast()))
        }
    }

    /// The first 72 bits of the SHA-256 of what is given, as six words for two people to compare by voice.
    static func fingerprint(_ bytes: [UInt8]) -> [String] {
        let digest = [UInt8](SHA256.hash(data: bytes))
        return (0..<3).flatMap { pair in
            let first = Int(digest[3 * pair]) << 4 | Int(digest[3 * pair + 1]) >> 4
            let second = Int(digest[3 * pair + 1] & 15) << 8 | Int(digest[3 * pair + 2])
            return [word(first), word(second)]
        }
    }
}
