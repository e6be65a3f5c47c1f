/// A file that a record has: of which type, how long, and the attachments of the journal that hold it, in order. What it was called, and where it
/// came from, is kept nowhere.
///
/// A record of any area asks for one as for anything else. Its list of fields has `.init("proof", \.proof, "Pièce justificative", en: "Proof")` over
/// `var proof: AttachedFile?`, or over `Sealed<AttachedFile>?` with `.sealed`; a form that asks for `proof` then takes it, checks it and stores it,
/// without a line more (`RecordEditing` and `RecordDesk` do). It is read under an address of its own, `.file(.expenseProof, .permission(.projectShow),
/// Expense.self, \.proof)` among the area's routes, and shown by `FileLink(visit:, file:, address:)`. Where a record has several, each is a record.
package struct AttachedFile: Hashable, Sendable, FieldValue, AskedValue {
    package let type: FileType
    package let byteCount: Int
    /// The digests of the attachments.
    package let pieces: [Digest]

    package init(_ type: FileType, byteCount: Int, pieces: [Digest]) {
        (self.type, self.byteCount, self.pieces) = (type, byteCount, pieces)
    }

    package static var column: ColumnType { .bytes }
    package static var input: Input { .file(.any) }

    package var value: Value {
        var writer = ByteWriter(reserving: 16 + 32 * pieces.count)
        writer.byte(1)
        writer.text(type.code)
        writer.count(byteCount)
        writer.count(pieces.count)
        for piece in pieces { writer.raw(piece.bytes) }
        return .bytes(writer.bytes)
    }

    package init(value: Value) throws(Malformed) {
        guard case .bytes(let bytes) = value else { throw Malformed("file expected") }
        var reader = ByteReader(bytes)
        guard try reader.byte() == 1 else { throw Malformed("file of a newer version") }
        type = FileType(code: try reader.text())
        guard let count = Int(exactly: try reader.varint()) else { throw Malformed("length of a file") }
        byteCount = count
        var pieces: [Digest] = []
        for _ in 0..<(try reader.count(ofWidth: 32)) { pieces.append(try reader.digest()) }
        try reader.finish()
        self.pieces = pieces
    }
}

/// What kinds of file are taken. The list is short, so that what is taken can be checked by its content and shown without harm.
package struct FileType: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let pdf = Self(code: "pdf")
    package static let jpeg = Self(code: "jpeg")
    package static let png = Self(code: "png")
    package static let text = Self(code: "text")
    package static let odt = Self(code: "odt")
    package static let docx = Self(code: "docx")
    package static let xlsx = Self(code: "xlsx")
    package static let ogg = Self(code: "ogg")
    package static let webm = Self(code: "webm")
    package static let m4a = Self(code: "m4a")
    package static let mp3 = Self(code: "mp3")
    package static let wav = Self(code: "wav")

    package static let list: [(Self, Phrase)] = [
        (.pdf, Phrase(same: "PDF")), (.jpeg, Phrase("image JPEG", en: "JPEG image")), (.png, Phrase("image PNG", en: "PNG image")),
        (.text, Phrase("texte", en: "text")), (.odt, Phrase("document ODT", en: "ODT document")), (.docx, Phrase("document Word", en: "Word document")),
        (.xlsx, Phrase("classeur Excel", en: "Excel workbook")), (.ogg, Phrase("son Ogg", en: "Ogg sound")), (.webm, Phrase("son WebM", en: "WebM sound")),
        (.m4a, Phrase("son M4A", en: "M4A sound")), (.mp3, Phrase("son MP3", en: "MP3 sound")), (.wav, Phrase("son WAV", en: "WAV sound")),
    ]

    package var isSound: Bool { [.ogg, .webm, .m4a, .mp3, .wav].contains(self) }

    /// What a browser is told that it is; of a type that this version does not know, nothing.
    package var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .text: "text/plain; charset=utf-8"
        case .odt: "application/vnd.oasis.opendocument.text"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .ogg: "audio/ogg"
        case .webm: "audio/webm"
        case .m4a: "audio/mp4"
        case .mp3: "audio/mpeg"
        case .wav: "audio/wav"
        default: "application/octet-stream"
        }
    }

    /// How the name ends under which it is saved.
    package var suffix: String {
        switch self {
        case .jpeg: "jpg"
        case .text: "txt"
        default: isKnown ? code : "bin"
        }
    }
}

/// Which types of file a field takes.
@usableFromInline package enum FileChoice: Sendable {
    case any
    case sound

    package func takes(_ type: FileType) -> Bool { self == .any || type.isSound }
}
