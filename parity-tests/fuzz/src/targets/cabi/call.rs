//! The one place where functions of the library are called.
//!
//! What makes a call sound is the same for all of them, and a matter of how the machine makes arguments: handles are NULL or
//! live, since their shelves free them; bytes are NULL, or as many as their length says, for as long as the function needs them;
//! places are NULL or writable; structs are filled as the header asks.

/// A function of the library, with its arguments as a tuple.
pub(super) trait Call<Arguments> {
    /// What it returns.
    type Result;

    /// Calls it with arguments of a [`Machine`](super::machine::Machine).
    fn call(self, arguments: Arguments) -> Self::Result;
}

macro_rules! calls {
    ($($argument:ident),*) => {
        impl<R, $($argument),*> Call<($($argument,)*)> for unsafe extern "C" fn($($argument),*) -> R {
            type Result = R;

            #[allow(non_snake_case, reason = "the arguments are called as their types")]
            fn call(self, ($($argument,)*): ($($argument,)*)) -> R {
                // SAFETY: arguments of a machine are what the header asks for, as said above.
                unsafe { self($($argument),*) }
            }
        }
    };
}

calls!();
calls!(A);
calls!(A, B);
calls!(A, B, C);
calls!(A, B, C, D);
calls!(A, B, C, D, E);
calls!(A, B, C, D, E, F);
calls!(A, B, C, D, E, F, G);
calls!(A, B, C, D, E, F, G, H);
calls!(A, B, C, D, E, F, G, H, I);
