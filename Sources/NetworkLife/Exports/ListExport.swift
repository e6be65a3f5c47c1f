import Access
import Journal

/// That a list left as a file; the entry says who took it and when. It stays in the readings of the taker's organisation.
package struct ListExport: Record {
    package var id = ID<ListExport>()
    /// The kind of record that the list is of.
    package var list = ""
    /// Whether a search or a filter left some rows out.
    package var isNarrowed = false

    package init() {}

    package static let kind = "list_export"
    package static let title = Phrase("Liste téléchargée", en: "List downloaded")
    package static let scope = ScopeForm.readings

    package static let fields: [Field<Self>] = [
        .init("list", \.list, "Liste", en: "List", required: true, input: .hidden),
        .init(
            "narrowed", \.isNarrowed, "Réduite par une recherche ou un filtre", en: "Narrowed by a search or a filter", required: true,
            input: .hidden),
    ]
}

extension ActName {
    package static let listExport = ActName("list.export", "Liste téléchargée", en: "List downloaded", .homeShow, undo: false)
}
