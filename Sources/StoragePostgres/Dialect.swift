/// The one SQL, put in PostgreSQL's words.
///
/// Strings, quoted names and comments pass through untouched.
enum Dialect {
    /// The statement with its n-th `?` written `$n`.
    static func numbered(_ sql: String) -> String {
        guard sql.utf8.contains(UInt8(ascii: "?")) else { return sql }
        var out: [UInt8] = []
        out.reserveCapacity(sql.utf8.count + 16)
        var count = 0
        for piece in pieces(of: sql) {
            if case .mark(UInt8(ascii: "?")) = piece {
                count += 1
                out.append(UInt8(ascii: "$"))
                out.append(contentsOf: "\(count)".utf8)
            } else {
                out.append(contentsOf: piece.bytes)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// How many `?` wait for a value.
    static func places(in sql: String) -> Int {
        pieces(of: sql).count { if case .mark(UInt8(ascii: "?")) = $0 { true } else { false } }
    }

    /// The schema with PostgreSQL's types, each text column ordered by its bytes, and without SQLite's table options.
    static func schema(_ sql: String) -> String {
        var out: [UInt8] = []
        var depth = 0
        var previous = ""
        let pieces = pieces(of: sql)
        for (index, piece) in pieces.enumerated() {
            guard case .word(let word) = piece else {
                if case .mark(UInt8(ascii: "(")) = piece { depth += 1 }
                if case .mark(UInt8(ascii: ")")) = piece { depth -= 1 }
                out.append(contentsOf: piece.bytes)
                continue
            }
            let name = String(decoding: word, as: UTF8.self)
            switch name {
            case "INTEGER": out.append(contentsOf: "BIGINT".utf8)
            case "REAL": out.append(contentsOf: "DOUBLE PRECISION".utf8)
            case "BLOB": out.append(contentsOf: "BYTEA".utf8)
            case "TEXT" where previous != "AS" && nextWord(in: pieces, after: index) != "COLLATE":
                out.append(contentsOf: "TEXT COLLATE \"C\"".utf8)
            case "STRICT" where depth == 0, "WITHOUT" where depth == 0 && nextWord(in: pieces, after: index) == "ROWID":
                dropSeparator(from: &out)
            case "ROWID" where depth == 0 && previous == "WITHOUT": dropSeparator(from: &out)
            default: out.append(contentsOf: word)
            }
            previous = name
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The word that follows with nothing but spaces between, or an empty text.
    private static func nextWord(in pieces: [Piece], after index: Int) -> String {
        for piece in pieces[(index + 1)...] {
            switch piece {
            case .word(let word): return String(decoding: word, as: UTF8.self)
            case .mark(let byte) where isSpace(byte): continue
            default: return ""
            }
        }
        return ""
    }

    private static func dropSeparator(from out: inout [UInt8]) {
        while let last = out.last, isSpace(last) || last == UInt8(ascii: ",") { out.removeLast() }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }
}

extension Dialect {
    enum Piece {
        case word(ArraySlice<UInt8>)
        case opaque(ArraySlice<UInt8>)
        case mark(UInt8)

        var bytes: ArraySlice<UInt8> {
            switch self {
            case .word(let bytes), .opaque(let bytes): bytes
            case .mark(let byte): [byte]
            }
        }
    }

    static func pieces(of sql: String) -> [Piece] {
        let bytes = Array(sql.utf8)
        var pieces: [Piece] = []
        var start = 0
        while start < bytes.count {
            let byte = bytes[start]
            let next = start + 1 < bytes.count ? bytes[start + 1] : 0
            let end: Int
            switch (byte, next) {
            case (UInt8(ascii: "'"), _), (UInt8(ascii: "\""), _): end = endOfQuote(bytes, start)
            case (UInt8(ascii: "-"), UInt8(ascii: "-")): end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): end = endOfComment(bytes, start)
            case _ where isWord(byte):
                end = bytes[start...].firstIndex { !isWord($0) } ?? bytes.count
                pieces.append(.word(bytes[start..<end]))
                start = end
                continue
            default:
                pieces.append(.mark(byte))
                start += 1
                continue
            }
            pieces.append(.opaque(bytes[start..<end]))
            start = end
        }
        return pieces
    }

    /// A doubled quote closes and opens again at once, so it needs no rule of its own.
    private static func endOfQuote(_ bytes: [UInt8], _ start: Int) -> Int {
        guard let end = bytes[(start + 1)...].firstIndex(of: bytes[start]) else { return bytes.count }
        return end + 1
    }

    /// SQLite's comments end at the first `*/`, PostgreSQL's nest; the schema nests none.
    private static func endOfComment(_ bytes: [UInt8], _ start: Int) -> Int {
        var at = start + 2
        while at + 1 < bytes.count {
            if bytes[at] == UInt8(ascii: "*"), bytes[at + 1] == UInt8(ascii: "/") { return at + 2 }
            at += 1
        }
        return bytes.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), 128...: true
        default: false
        }
    }
}
