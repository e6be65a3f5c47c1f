import Access
import Accounts
import Journal
import NIOCore
import Storage
import Vault

/// Files that come with a form: checked as any field is, put into attachments piece by piece, named by the record.
extension Field {
    /// What is wrong with the file that came for this field; nil where none came, or it can be taken.
    func fileProblem(_ typed: Typed, isStanding: Bool) -> Problem? {
        guard case .file(let choice) = input else { return nil }
        guard let upload = typed.files[name] else { return isRequired && !isStanding ? .missingFile : nil }
        if upload.isTooLong { return .fileTooLong }
        guard let type = upload.type, choice.takes(type), upload.kept != nil else { return choice == .sound ? .noSound : .unknownFile }
        return nil
    }

    var isFile: Bool { if case .file = input { true } else { false } }
}

extension Upload {
    /// The file as attachments about this subject, or about none, and what a record says of it. Each piece goes as the next one is made.
    func attachments(about subject: AnyID?, sealing seal: (UInt32, [UInt8]) throws -> [UInt8] = { $1 }) throws -> (
        file: AttachedFile, attachments: [Attachment]
    ) {
        guard let type, let kept else { throw Failure.badForm(Problem.unknownFile.phrase) }
        let attachments = try zip(UInt32(0)..., kept.pieces).map { Attachment(try seal($0, $1), about: subject) }
        return (AttachedFile(type, byteCount: kept.byteCount, pieces: attachments.map(\.digest)), attachments)
    }

    /// The same, sealed in the place of one field of a record.
    func attachments(about subject: AnyID?, under key: DataKey, at place: SealedPlace) throws -> (file: AttachedFile, attachments: [Attachment]) {
        try attachments(about: subject) { try SealedPiece.seal($1, number: $0, under: key, at: place) }
    }
}

extension Visit {
    /// The attachments that a record's form brought: an open field of the record names its file already, a sealed one in `clear`.
    func attachments<R: Record>(of record: inout R, _ typed: Typed, asked: [String], sealing clear: inout [String: Value]) async throws -> [Attachment] {
        var all: [Attachment] = []
        for field in R.fields where asked.contains(field.name) && field.isFile {
            guard let upload = typed.files[field.name] else { continue }
            guard field.sensitivity == .sealed else {
                let (file, attachments) = try upload.attachments(about: record.about)
                try field.write(&record, file.value)
                all += attachments
                continue
            }
            let subject = record.sealedSubject
            guard let key = try await site.store.read({ try keyring($0).dataKeys(of: subject, $0).first }) else { throw Circles.notHolder }
            let (file, attachments) = try upload.attachments(about: record.about, under: key, at: record.place(of: field.name))
            clear[field.name] = file.value
            all += attachments
        }
        return all
    }

    /// Erases the file in a sealed field of a record: here when the act is answered, and on every node that hears of it.
    func forget<R: Record>(_ property: KeyPath<R, Sealed<AttachedFile>?>, of record: R, _ act: Act) throws {
        guard let opened = try keyring(act.connection).open(record, act.connection) else { throw Circles.notHolder }
        if let file = opened[property] { try act.forget(attachments: file.pieces, ground: ErasureGround.mistake.code) }
    }

    /// What is in a file; throws a `Refusal` while it has not all come here.
    func content(of file: AttachedFile, _ connection: any Connection, opening open: (UInt32, [UInt8]) throws -> [UInt8]? = { $1 }) throws -> Reply.File {
        var body = ByteBuffer()
        body.reserveCapacity(min(file.byteCount, Upload.limitBytes))
        for (number, piece) in zip(UInt32(0)..., file.pieces) {
            guard let stored = try connection.attachment(piece) else { throw Refusal.notArrived }
            guard let plain = try open(number, stored) else { throw Circles.notHolder }
            body.writeBytes(plain)
        }
        return Reply.File(body: body, type: file.type)
    }

    /// The file in one field of a record, opened with the reader's keys where it is sealed: then its opening is a reading.
    func file<R: Record, V: FieldValue>(
        _ property: KeyPath<R, V>, of record: R, noting note: Reading.Note? = nil, _ connection: any Connection
    ) throws -> Reply {
        let name = R.name(of: property)
        let field = R.fields.first { $0.name == name }!
        guard field.sensitivity == .sealed else {
            guard let file = try Optional<AttachedFile>(value: field.read(record)) else { throw Failure.notFound }
            return .file(try content(of: file, connection))
        }
        let keys = try keyring(connection).dataKeys(of: record.sealedSubject, connection)
        guard let opened = record.opened(with: keys) else { throw Circles.notHolder }
        guard let value = opened.clear[field.name] else { throw Failure.notFound }
        let place = record.place(of: field.name)
        let content = try content(of: AttachedFile(value: value), connection) { SealedPiece.open($1, number: $0, with: keys, at: place) }
        return .file(content, note ?? self.note(of: opened))
    }
}

extension Route {
    /// The address under which a file of a record is read, by those who may see the record.
    static func file<R: Record, V: FieldValue>(_ path: SitePath, _ need: Admittance, _: R.Type, _ property: any KeyPath<R, V> & Sendable) -> Route {
        .get(path, need) { visit, connection in try visit.file(property, of: visit.find(R.self, connection).record, connection) }
    }
}

extension Refusal {
    static let notArrived = Refusal(
        "file.elsewhere",
        Phrase("Cette pièce jointe n’est pas encore arrivée ici, ou elle a été effacée.", en: "This attachment has not arrived here yet, or it was erased."))
}
