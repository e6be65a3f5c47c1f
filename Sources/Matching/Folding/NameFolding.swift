/// How names are brought together however they are spelt: the rules of ``FoldingRules``, in order. Deterministic, and total: any text has
/// its parts, be it none.
package enum NameFolding {
    /// Goes up whenever a rule changes what any name folds to, so that a stored token of another version is never compared with ours.
    package static let version = 1

    /// The parts of a name in the order written: given names, father's, family name, whichever they are. Matching reads no meaning into the order.
    package static func parts(of name: String) -> [NamePart] {
        NameWords.words(of: NameScript.letters(of: name)).map { word in
            var (fold, alphabet) = (word, word.alphabet)
            for rewriting in spelling where rewriting.concerns(alphabet) {
                fold = rewriting.apply(to: fold)
                alphabet = fold.alphabet
            }
            return NamePart(spelling: word.text, fold: fold.text, frame: frame(of: fold).text)
        }
    }

    private static let spelling: [Rewriting] = FoldingRules.all.compactMap {
        if case .spelling(let rewriting) = $0.work { rewriting } else { nil }
    }

    /// The consonants, without h; z as s, g as k, a last t as d; a first vowel counts, whichever it is. Where fewer than two consonants are
    /// left, the fold without its h.
    private static func frame(of fold: Letters) -> Letters {
        var frame = Letters()
        var consonants = 0
        var isFirst = true
        func consonant(_ letter: UInt32) {
            frame.append(letter)
            consonants += 1
        }
        for letter in fold where letter != 0x68 {
            switch letter {
            case 0x61, 0x65, 0x69, 0x6F, 0x75: if isFirst { frame.append(0x61) }
            case 0x7A: consonant(0x73)
            case 0x67: consonant(0x6B)
            default: consonant(letter)
            }
            isFirst = false
        }
        if fold.last == 0x74 { frame[frame.count - 1] = 0x64 }
        if consonants > 1 { return frame }
        let vowels = fold.filter { $0 != 0x68 }
        return vowels.isEmpty ? fold : vowels
    }
}

/// One word of a name, at three distances from what was written.
package struct NamePart: Hashable, Sendable {
    /// As written, without case, accents and signs, in the letters a to z.
    package let spelling: String
    /// As it sounds: one for Issoufou and Youssouf.
    package let fold: String
    /// What stays whatever the vowels: one for Mahamadou, Mohamed and محمد. Index tokens are of this.
    package let frame: String
}
