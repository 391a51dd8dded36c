//! Threads of the crates above, started in a way that may be refused.
//!
//! The standard library ends the process when it cannot allocate its own handle of a thread: it does not ask the program's
//! allocator for that, so that no reserve helps. On Unix these threads are made by the system's own call.

use std::io;

/// Starts a thread that does the work. A panic ends the work, and nothing else.
///
/// `name` is what debuggers and process viewers show; what they have no room for is left out.
///
/// # Errors
///
/// The system's, where it refuses a thread or memory. The work is dropped.
pub fn start_thread(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<Started> {
    system::start(name, Box::new(work)).map(Started)
}

/// A thread that was started. It goes on by itself when this is dropped.
#[derive(Debug)]
pub struct Started(system::Thread);

impl Started {
    /// Waits until the thread has ended.
    pub fn join(self) {
        self.0.join();
    }
}

type Work = Box<dyn FnOnce() + Send>;

#[cfg(unix)]
mod system {
    use std::ffi::c_void;
    use std::io;
    use std::mem::{ManuallyDrop, MaybeUninit};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::ptr;

    use super::Work;

    /// Room for a name and the zero behind it, on Linux.
    const NAME: usize = 16;

    /// What the standard library's threads have; some systems give much less.
    const STACK: usize = 2 << 20;

    struct Start {
        name: [u8; NAME],
        work: Work,
    }

    /// A thread that nobody has joined or let go.
    #[derive(Debug)]
    pub(super) struct Thread(libc::pthread_t);

    impl Thread {
        pub(super) fn join(self) {
            let thread = ManuallyDrop::new(self);
            // SAFETY: the thread was neither joined nor let go, and is not this one. What it returns is of no interest.
            unsafe { libc::pthread_join(thread.0, ptr::null_mut()) };
        }
    }

    impl Drop for Thread {
        fn drop(&mut self) {
            // SAFETY: the thread was neither joined nor let go.
            unsafe { libc::pthread_detach(self.0) };
        }
    }

    pub(super) fn start(name: &str, work: Work) -> io::Result<Thread> {
        let mut start = Box::new(Start {
            name: [0; NAME],
            work,
        });
        let shown = &name.as_bytes()[..name.len().min(NAME - 1)];
        start.name[..shown.len()].copy_from_slice(shown);
        let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
        // SAFETY: the place is valid and ours.
        refused(unsafe { libc::pthread_attr_init(attributes.as_mut_ptr()) })?;
        let made = create(attributes.as_mut_ptr(), start);
        // SAFETY: the attributes were initialised above, and nobody uses them any longer.
        unsafe { libc::pthread_attr_destroy(attributes.as_mut_ptr()) };
        made
    }

    fn create(attributes: *mut libc::pthread_attr_t, start: Box<Start>) -> io::Result<Thread> {
        // SAFETY: the caller has initialised the attributes.
        refused(unsafe { libc::pthread_attr_setstacksize(attributes, STACK) })?;
        let mut thread = MaybeUninit::<libc::pthread_t>::uninit();
        let argument = Box::into_raw(start);
        // SAFETY: the attributes are initialised; the argument is a box that `run` takes over, once.
        let status =
            unsafe { libc::pthread_create(thread.as_mut_ptr(), attributes, run, argument.cast()) };
        if status != 0 {
            // SAFETY: made by `Box::into_raw` above, and no thread has taken it over.
            drop(unsafe { Box::from_raw(argument) });
        }
        refused(status)?;
        // SAFETY: the call has succeeded, and so has stored the thread.
        Ok(Thread(unsafe { thread.assume_init() }))
    }

    extern "C" fn run(argument: *mut c_void) -> *mut c_void {
        // SAFETY: `create` has made it by `Box::into_raw` for this call alone.
        let start = unsafe { Box::from_raw(argument.cast::<Start>()) };
        show(&start.name);
        let work = start.work;
        // Nobody waits for the thread, and a panic must not leave it. The hook has reported it.
        let _ = catch_unwind(AssertUnwindSafe(work));
        ptr::null_mut()
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn show(name: &[u8; NAME]) {
        // SAFETY: takes nothing; the calling thread is alive.
        let this = unsafe { libc::pthread_self() };
        // SAFETY: the name ends with a zero, since `start` fills all but the last byte.
        unsafe { libc::pthread_setname_np(this, name.as_ptr().cast()) };
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn show(_name: &[u8; NAME]) {}

    fn refused(status: libc::c_int) -> io::Result<()> {
        match status {
            0 => Ok(()),
            status => Err(io::Error::from_raw_os_error(status)),
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;
    use std::thread::{Builder, JoinHandle};

    use super::Work;

    #[derive(Debug)]
    pub(super) struct Thread(JoinHandle<()>);

    impl Thread {
        pub(super) fn join(self) {
            // A panic is the work's affair.
            let _ = self.0.join();
        }
    }

    pub(super) fn start(name: &str, work: Work) -> io::Result<Thread> {
        let builder = Builder::new().name(name.to_owned());
        builder.spawn(work).map(Thread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn the_work_is_done_on_another_thread() {
        let (sender, receiver) = channel();
        let here = std::thread::current().id();
        start_thread("zstd-with-a-long-name", move || {
            sender.send(std::thread::current().id()).unwrap();
        })
        .unwrap();
        assert_ne!(receiver.recv().unwrap(), here);
    }

    #[test]
    fn a_panic_ends_the_work_alone() {
        let (sender, receiver) = channel::<()>();
        start_thread("zstd-test", move || {
            let _sender = sender;
            panic!("expected");
        })
        .unwrap();
        assert!(receiver.recv().is_err(), "the sender was dropped");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn threads_are_shown_by_name() {
        let (sender, receiver) = channel();
        start_thread("zstd-with-a-long-name", move || {
            sender
                .send(std::fs::read_to_string("/proc/thread-self/comm"))
                .unwrap();
        })
        .unwrap();
        assert_eq!(receiver.recv().unwrap().unwrap(), "zstd-with-a-lon\n");
    }
}
