/** The vector width, the work arrays, and the walks over rows and channels that all kernels use. */
package org.modaj.engine.kernel.vector.lanes;
