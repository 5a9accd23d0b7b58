/** The vector width, the work arrays, and the walks over rows and channels that all kernels use. */
@NullMarked
package org.modaj.engine.kernel.vector.lanes;

import org.jspecify.annotations.NullMarked;
