import Dispatch
import Synchronization

/// What another thread works out while this one goes on.
final class Meanwhile<Value: Sendable>: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<Value, any Error>?>(nil)

    init(_ work: @escaping @Sendable () throws -> Value) {
        DispatchQueue.global().async { [self] in
            let worked = Result(catching: work)
            result.withLock { $0 = worked }
            done.signal()
        }
    }

    /// What it came to, once; waits until it is there, and throws what the work threw.
    func value() throws -> Value {
        done.wait()
        return try result.withLock { try $0.take()!.get() }
    }
}
