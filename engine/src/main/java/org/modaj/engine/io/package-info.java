/**
 * Files of tensors: reading them without trusting them, writing them without risking the old one.
 *
 * <p>Start with {@link org.modaj.engine.io.SafeTensors}. Every write of the project goes through
 * {@link org.modaj.engine.io.AtomicFile}. Two exceptions leave this package: {@link
 * org.modaj.engine.io.FileFormatException} when the bytes are wrong and {@link
 * org.modaj.engine.io.FileAccessException} when they cannot be reached.
 */
@NullMarked
package org.modaj.engine.io;

import org.jspecify.annotations.NullMarked;
