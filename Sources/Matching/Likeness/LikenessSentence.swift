import Journal

extension Likeness {
    /// Why, in one sentence: what agrees, then what does not. It holds names as they were written, in small letters.
    package var sentence: Phrase {
        let names = parts.filter { $0.agreement.trait == .name }
        let alike = names.filter { $0.agreement != .nameApart }.map { $0.one == $0.other ? $0.one : "\($0.one) ≈ \($0.other)" }
        let apart = names.filter { $0.agreement == .nameApart }.map { "\($0.one) ≠ \($0.other)" }
        let others = parts.filter { $0.agreement.trait != .name }
        let same = others.filter { $0.bits > 0 }.map(\.agreement.phrase)
        let unlike = others.filter { $0.bits <= 0 }.map(\.agreement.phrase)
        func sentence(_ language: Language) -> String {
            let agreeing = alike + same.map { $0(language) }
            let differing = apart + unlike.map { $0(language) }
            let (yes, no) = (Self.agreeing(language), Self.differing(language))
            return [
                agreeing.isEmpty ? nil : yes + agreeing.joined(separator: ", "),
                differing.isEmpty ? nil : no + differing.joined(separator: ", "),
            ]
            .compactMap { $0 }.joined(separator: language == .french ? "\u{A0}; " : "; ")
        }
        return Phrase(sentence(.french), en: sentence(.english))
    }

    private static let agreeing = Phrase("s’accordent\u{A0}: ", en: "alike: ")
    private static let differing = Phrase("diffèrent\u{A0}: ", en: "different: ")
}

extension Agreement {
    /// What agrees or differs, for the sentence; a name shows its spellings instead.
    var phrase: Phrase {
        switch self {
        case .nameEqual, .nameFold, .nameFrame, .nameClose, .nameApart: Phrase("nom", en: "name")
        case .sexEqual, .sexApart: Phrase("sexe", en: "sex")
        case .birthEqual: Phrase("année de naissance", en: "year of birth")
        case .birthNear: Phrase("âge, à deux ans près", en: "age, within two years")
        case .birthFar: Phrase("âge, à cinq ans près", en: "age, within five years")
        case .birthApart: Phrase("âge", en: "age")
        case .nationalityEqual, .nationalityApart: Phrase("nationalité", en: "nationality")
        case .placeEqual: Phrase("lieu", en: "place")
        case .placeNear: Phrase("région", en: "region")
        case .placeApart: Phrase("lieu", en: "place")
        case .telephoneEqual, .telephoneApart: Phrase("téléphone", en: "telephone")
        case .motherAlike, .motherPartly, .motherApart: Phrase("nom de la mère", en: "mother’s name")
        }
    }
}
