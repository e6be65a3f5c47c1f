import Foundation
import Vault

/// A file as it came with a form, in the pieces in which it is stored: it is held once, and no further than its limit.
struct Upload: Sendable, Equatable {
    /// The longest file that is taken, in bytes.
    static let limitBytes = 10 << 20

    private(set) var pieces: [[UInt8]] = []
    private(set) var byteCount = 0
    var isTooLong: Bool { byteCount > Self.limitBytes }

    /// Takes more bytes at the end; those of a file that is too long are let go.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        byteCount += bytes.count
        guard !isTooLong else {
            pieces = []
            return
        }
        var rest = bytes
        while !rest.isEmpty {
            if pieces.last.map({ $0.count == SealedPiece.plainBytes }) ?? true { pieces.append([]) }
            let room = SealedPiece.plainBytes - pieces[pieces.count - 1].count
            pieces[pieces.count - 1] += rest.prefix(room)
            rest = rest.dropFirst(room)
        }
    }
}

/// Reads `multipart/form-data` (RFC 7578) as it comes, as browsers send it: fields of text and files, each between two boundaries. What a file was
/// called is not read.
struct Multipart {
    /// Why a body is not read to its end.
    enum Fault: Error, Equatable {
        case malformed
        /// More text than any form of ours has.
        case tooMuchText
    }

    /// The most bytes that the texts of a form have together, names included.
    static let textLimit = 262_144
    private static let headLimit = 4_096
    private static let partLimit = 2_000

    private enum Place {
        case preamble
        case head
        case text(name: String, [UInt8])
        case file(name: String, Upload)
        /// A file's bytes that nobody is to have.
        case discarded
        case end
    }

    private let delimiter: [UInt8]
    private let keepsFiles: Bool
    private var place = Place.preamble
    /// What came and may yet be the beginning of a boundary, or of the end of a head.
    private var pending: [UInt8]
    private var textBytes = 0
    private var partCount = 0
    private var values: [String: [String]] = [:]
    private var files: [String: Upload] = [:]

    /// Nil where the header `Content-Type` does not say that this is it, with a boundary that it may have (RFC 2046).
    init?(contentType: String, keepsFiles: Bool = true) {
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.first?.lowercased() == "multipart/form-data", let parameter = parts.first(where: { $0.lowercased().hasPrefix("boundary=") }) else {
            return nil
        }
        let boundary = parameter.dropFirst("boundary=".count).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ 33..<127 ~= $0 && $0 != UInt8(ascii: "\"") }) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.keepsFiles = keepsFiles
        // The first boundary may stand at the very beginning, without a line before it.
        pending = Array("\r\n".utf8)
    }

    /// Takes the next bytes of the body.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Fault) {
        pending += bytes
        while try step() {}
    }

    /// What came with the form, once its last boundary was read.
    func finished() throws(Fault) -> Typed {
        guard case .end = place else { throw .malformed }
        return Typed(values, files: files)
    }

    /// Goes on as far as one boundary or one head; false where more bytes must come first.
    private mutating func step() throws(Fault) -> Bool {
        switch place {
        case .end:
            pending = []
            return false
        case .head: return try readHead()
        case .preamble, .text, .file, .discarded:
            guard let start = FileBytes.place(of: delimiter, in: pending) else {
                // The last bytes may begin a boundary that the next ones end.
                let sure = max(0, pending.count - delimiter.count + 1)
                try take(pending[..<sure])
                pending.removeFirst(sure)
                return false
            }
            let after = start + delimiter.count
            guard pending.count >= after + 2 else { return false }
            try take(pending[..<start])
            try endPart()
            let isLast = pending[after] == UInt8(ascii: "-") && pending[after + 1] == UInt8(ascii: "-")
            guard isLast || (pending[after] == 13 && pending[after + 1] == 10) else { throw .malformed }
            pending.removeFirst(after + 2)
            place = isLast ? .end : .head
            return true
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws(Fault) {
        switch place {
        case .text(let name, var text):
            try count(bytes.count)
            // Not held twice while it grows.
            place = .discarded
            text += bytes
            place = .text(name: name, text)
        case .file(let name, var upload):
            place = .discarded
            upload.append(bytes)
            place = .file(name: name, upload)
        default: break
        }
    }

    private mutating func endPart() throws(Fault) {
        switch place {
        case .text(let name, let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
            values[name, default: []].append(text)
        // A field of a file that nobody chose comes empty.
        case .file(let name, let upload) where upload.byteCount > 0: files[name] = upload
        default: break
        }
    }

    private mutating func readHead() throws(Fault) -> Bool {
        guard let end = FileBytes.place(of: [13, 10, 13, 10], in: pending) else {
            guard pending.count <= Self.headLimit else { throw .malformed }
            return false
        }
        guard end <= Self.headLimit, let head = String(validating: pending[..<end], as: UTF8.self) else { throw .malformed }
        pending.removeFirst(end + 4)
        partCount += 1
        guard partCount <= Self.partLimit else { throw .malformed }
        let lines = head.components(separatedBy: "\r\n")
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }), let name = Self.parameter("name", of: line) else {
            throw .malformed
        }
        try count(name.utf8.count)
        let isFile = Self.parameter("filename", of: line) != nil || line.lowercased().contains("filename*=")
        place = isFile ? (keepsFiles ? .file(name: name, Upload()) : .discarded) : .text(name: name, [])
        return true
    }

    private mutating func count(_ bytes: Int) throws(Fault) {
        textBytes += bytes
        guard textBytes <= Self.textLimit else { throw .tooMuchText }
    }

    /// What a parameter says between its quotes: browsers write a quote inside as %22 (WHATWG), and our names have none.
    private static func parameter(_ name: String, of line: String) -> String? {
        guard let start = line.range(of: "; \(name)=\"", options: .caseInsensitive) else { return nil }
        let rest = line[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end])
    }
}
