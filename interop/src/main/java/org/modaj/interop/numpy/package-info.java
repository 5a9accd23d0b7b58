/** NumPy's {@code .npy} and {@code .npz} files. */
@NullMarked
package org.modaj.interop.numpy;

import org.jspecify.annotations.NullMarked;
