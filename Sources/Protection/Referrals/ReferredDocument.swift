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

    package static let fields: [Field<Self>] =
        parties(\.sender, \.receiver) + [
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
        copy.id = id(of: document.record.id, with: referral.id)
        (copy.sender, copy.receiver, copy.referral) = (referral.sender, referral.receiver, referral.id)
        let (here, there) = (document.record.place(of: "file"), copy.place(of: "file"))
        var byteCount = 0
        let pieces = try zip(UInt32(0)..., file.pieces).map { number, digest in
            guard let sealed = try act.connection.attachment(digest) else { throw Refusal.documentGone }
            guard let plain = SealedPiece.open(sealed, number: number, with: opened.keys, at: here) else { throw Circles.notHolder }
            byteCount += plain.count
            return Attachment(try SealedPiece.seal(plain, number: number, under: key, at: there), about: copy.about)
        }
        // What says of itself that it is shorter than it is would pass the limit.
        guard byteCount == file.byteCount else { throw Refusal.documentGone }
        act.attach(pieces)
        try copy.seal(\.file, AttachedFile(file.type, byteCount: byteCount, pieces: pieces.map(\.digest)), under: key)
        try copy.seal(\.on, document.record.on, under: key)
        try copy.seal(\.what, document[\.what], under: key)
        try act.make(copy)
    }

    /// The copy of that document in that referral; of the two it tells nothing to whoever does not know both.
    private static func id(of document: ID<CaseDocument>, with referral: ID<Referral>) -> ID<ReferredDocument> {
        ID(bytes: Array(Digest(of: document.bytes + referral.bytes).bytes.prefix(16)))!
    }

    /// The copies of a document that are still there, each with the scope of its referral.
    package static func copies(of document: CaseDocument, _ connection: any Connection) throws -> [(id: ID<ReferredDocument>, between: Scope)] {
        guard let caseFile = document.caseFile else { return [] }
        return try connection.referrals(of: caseFile).compactMap { referral in
            guard let between = referral.between else { return nil }
            return try connection.find(ReferredDocument.self, id(of: document.id, with: referral.id)).map { ($0.id, between) }
        }
    }

    /// Erases a copy for both parties: what should not have been kept is not kept where it went either.
    package static func erase(_ id: ID<ReferredDocument>, by ring: Keyring, in act: Act) throws {
        guard let stored = try act.connection.find(ReferredDocument.self, id) else { return }
        guard let opened = try ring.open(stored.record, act.connection) else { throw Refusal.copyNotOpened }
        if let file = opened[\.file] { try act.forget(attachments: file.pieces, ground: ErasureGround.mistake.code) }
        try act.remove(stored)
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
                Phrase("Ces documents dépassent ensemble 20 Mo : choisissez-en moins.", en: "These documents are longer than 20 MB together: choose fewer."),
                field: "documents")
        }
        return chosen
    }
}

extension Refusal {
    static let documentGone = Refusal(
        "referral.documents",
        Phrase(
            "Un de ces documents n’est plus au dossier, ou n’est pas encore arrivé ici. Choisissez à nouveau.",
            en: "One of these documents is no longer in the case file, or has not arrived here yet. Choose again."),
        field: "documents")

    static let copyNotOpened = Refusal(
        "referral.documents.copy",
        Phrase(
            "Une copie de ce document est partie avec un référencement que vos clés n’ouvrent pas : demandez à votre superviseur de l’effacer.",
            en: "A copy of this document went with a referral that your keys do not open: ask your supervisor to erase it."))
}
