import Journal

/// A region of Niger, by its P-code: matched by code and never by name.
package struct Region: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "NE001"), Phrase(same: "Agadez")), (Self(code: "NE002"), Phrase(same: "Diffa")), (Self(code: "NE003"), Phrase(same: "Dosso")),
        (Self(code: "NE004"), Phrase(same: "Maradi")), (Self(code: "NE008"), Phrase(same: "Niamey")), (Self(code: "NE005"), Phrase(same: "Tahoua")),
        (Self(code: "NE006"), Phrase(same: "Tillabéri")), (Self(code: "NE007"), Phrase(same: "Zinder")),
    ]

    /// The region that a place lies in.
    package init?(of place: PlaceCode?) {
        guard let region = place?.region else { return nil }
        self.init(code: region.code)
    }
}
