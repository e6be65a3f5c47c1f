import Access
import Accounts
import Journal
import Storage
import Vault

/// A document of the case file that went with a referral: its bytes sealed anew under the referral’s key, and destroyed with it.
package struct ReferredDocument: ReferralRecord {
    package var id = ID<ReferredDocument>.random()
    package var sender: ID<Organization>?
    package var receiver: ID<Organization>?
    package var referral: ID<Referral>?
    package var on: Sealed<Day>?
    package var what: Sealed<String>?
    package var file: Sealed<AttachedFile>?

    package init() {}

    package static let kind = "referred_document"
    package static let title = Phrase("Document transmis", en: "Document that went along")
    package static let indexes = [["referral", "id"]]

    package static let fields: [Field<Self>] = parties(\.sender, \.receiver) + [
        .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
        .init("on", \.on, "Reçu le", en: "Received on", .sealed),
        .init("what", \.what, "Ce que c’est", en: "What it is", limit: 200, .sealed),
        .init("file", \.file, "Le document", en: "The document", .sealed),
    ]
}

extension ReferredDocument {
    /// As many bytes of documents as go with one referral: what crosses a slow line, and is held in memory while it is sealed anew.
    package static let limitBytes = 20_000_000

    /// Writes a copy of a document of the case file for the two parties of a referral.
    static func send(_ document: Opened<CaseDocument>, of opened: ReferredCase, with referral: Referral, under key: DataKey, in act: Act) throws {
        guard let file = document[\.file] else { throw Refusal.documentGone }
        var copy = ReferredDocument()
        (copy.sender, copy.receiver, copy.referral) = (referral.sender, referral.receiver, referral.id)
        let (here, there) = (document.record.place(of: "file"), copy.place(of: "file"))
        let pieces = try zip(UInt32(0)..., file.pieces).map { number, digest in
            guard let sealed = try act.connection.attachment(digest) else { throw Refusal.documentGone }
            guard let plain = SealedPiece.open(sealed, number: number, with: opened.keys, at: here) else { throw Circles.notHolder }
            return Attachment(try SealedPiece.seal(plain, number: number, under: key, at: there), about: copy.about)
        }
        act.attach(pieces)
        try copy.seal(\.file, AttachedFile(file.type, byteCount: file.byteCount, pieces: pieces.map(\.digest)), under: key)
        try copy.seal(\.on, document.record.on, under: key)
        try copy.seal(\.what, document[\.what], under: key)
        try act.make(copy)
    }
}

extension Referring {
    /// The documents that go. Throws where one is no longer in the case file, or they are too long together.
    func chosen(of opened: ReferredCase) throws(Refusal) -> [Opened<CaseDocument>] {
        let chosen = opened.documents.filter { documents.contains($0.record.id) }
        guard chosen.count == documents.count else { throw Refusal.documentGone }
        guard chosen.reduce(0, { $0 + ($1[\.file]?.byteCount ?? 0) }) <= ReferredDocument.limitBytes else {
            throw Refusal(
                "referral.documents.long",
                Phrase("Ces documents dépassent ensemble 20 Mo : choisissez-en moins.", en: "These documents are longer than 20 MB together: choose fewer."),
                field: "documents")
        }
        return chosen
    }
}

extension Refusal {
    static let documentGone = Refusal(
        "referral.documents",
        Phrase("Un de ces documents n’est plus au dossier, ou n’est pas encore arrivé ici. Choisissez à nouveau.", en: "One of these documents is no longer in the case file, or has not arrived here yet. Choose again."),
        field: "documents")
}
