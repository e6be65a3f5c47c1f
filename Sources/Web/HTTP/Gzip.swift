import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// The gzip format (RFC 1952) through zlib.
enum Gzip {
    /// Below this, the frame costs more than it saves.
    static let worthwhileBytes = 600

    /// Nil where zlib has no memory to work with.
    static func compress(_ body: ByteBuffer, level: Int32 = 5) -> ByteBuffer? {
        var stream = z_stream()
        // 15 bits of window, and 16 more to ask for gzip's header.
        guard promig_deflateInit2(&stream, level, 31) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(body.readableBytes)))
        var out = ByteBuffer()
        var isWhole = false
        body.withUnsafeReadableBytes { source in
            stream.next_in = UnsafeMutablePointer(mutating: source.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(source.count)
            out.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { target in
                stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(target.count)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
                return Int(stream.total_out)
            }
        }
        return isWhole ? out : nil
    }
}

extension Response {
    /// A page made for one reader, compressed where their browser asks for it.
    ///
    /// A little is nearly all there is to win: at 1 a page of fifty rows is an eighth of its size, and 5 takes twice as long for a tenth less.
    /// What is secret in a page is masked anew each time, so that its size tells nothing (BREACH).
    init(status: HTTPResponse.Status, headers: HTTPFields, body: ByteBuffer, compressedFor request: Request) {
        var headers = headers
        headers[.vary] = "Accept-Encoding"
        guard body.readableBytes >= Gzip.worthwhileBytes, request.headers[.acceptEncoding]?.contains("gzip") == true,
            let compressed = Gzip.compress(body, level: 1)
        else {
            self.init(status: status, headers: headers, body: .init(byteBuffer: body))
            return
        }
        headers[.contentEncoding] = "gzip"
        self.init(status: status, headers: headers, body: .init(byteBuffer: compressed))
    }
}
