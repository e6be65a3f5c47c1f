import Foundation
import Journal

/// Finding bytes in bytes.
enum FileBytes {
    /// Where the first of these begins; nil where they do not stand there.
    static func place(of wanted: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { all in
            wanted.withUnsafeBytes { sought in
                guard let start = all.baseAddress, let first = sought.first else { return nil }
                var place = 0
                while place + sought.count <= all.count {
                    guard let found = memchr(start + place, Int32(first), all.count - sought.count + 1 - place) else { return nil }
                    place = start.distance(to: UnsafeRawPointer(found))
                    if memcmp(start + place, sought.baseAddress!, sought.count) == 0 { return place }
                    place += 1
                }
                return nil
            }
        }
    }
}

extension Upload {
    /// Of which type the file is, by its content alone; nil where it is of none that is taken. A film is none: it shows faces.
    var type: FileType? {
        guard let start = pieces.first else { return nil }
        func begins(_ text: String, at place: Int = 0) -> Bool { start.dropFirst(place).starts(with: text.utf8) }
        if begins("%PDF-") { return .pdf }
        if start.starts(with: [0xff, 0xd8, 0xff]) { return .jpeg }
        if start.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return .png }
        if begins("OggS") { return holds("theora", within: 4096) || holds("BBCD", within: 4096) ? nil : .ogg }
        if start.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) {
            return holds("webm", within: 4096) && !["V_VP", "V_AV1", "V_MPEG", "V_THEORA"].contains(where: { holds($0) }) ? .webm : nil
        }
        // A track of pictures says so in its handler.
        if begins("ftyp", at: 4) { return holds("vide") ? nil : .m4a }
        if begins("RIFF") { return begins("WAVE", at: 8) ? .wav : nil }
        if begins("ID3") || (start.count > 2 && start[0] == 0xff && start[1] & 0xe6 == 0xe2) { return .mp3 }
        if start.starts(with: [0x50, 0x4b, 0x03, 0x04]) { return document }
        return isText ? .text : nil
    }

    /// A document of an office program is a zip file that says what it is by the names in it; one with a program in it is refused.
    private var document: FileType? {
        let start = pieces[0]
        if start.dropFirst(30).starts(with: "mimetypeapplication/vnd.oasis.opendocument.text".utf8) { return holds("Basic/") ? nil : .odt }
        guard holds("[Content_Types].xml"), !holds("vbaProject") else { return nil }
        return holds("word/document.xml") ? .docx : holds("xl/workbook.xml") ? .xlsx : nil
    }

    /// UTF-8, as people write it: no control characters but those of lines.
    private var isText: Bool {
        var bytes: [UInt8] = []
        for piece in pieces { bytes += piece }
        return String(validating: bytes, as: UTF8.self) != nil && bytes.allSatisfy { $0 >= 32 && $0 != 127 || (9...13).contains($0) }
    }

    /// Whether the text stands anywhere in the file, also across two pieces.
    private func holds(_ text: String, within limit: Int = .max) -> Bool {
        let wanted = Array(text.utf8)
        if limit < .max { return FileBytes.place(of: wanted, in: Array(pieces[0].prefix(limit))) != nil }
        if pieces.contains(where: { FileBytes.place(of: wanted, in: $0) != nil }) { return true }
        return zip(pieces, pieces.dropFirst()).contains { one, next in
            FileBytes.place(of: wanted, in: Array(one.suffix(wanted.count - 1) + next.prefix(wanted.count - 1))) != nil
        }
    }
}
