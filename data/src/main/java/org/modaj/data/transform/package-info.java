/**
 * Changes of images before a network sees them, as torchvision has them: what is random in one
 * depends on (seed, epoch, sample) only.
 *
 * <p>{@link org.modaj.data.transform.ImageTransform} works on pixels, {@link
 * org.modaj.data.transform.TensorTransform} on normalized values; an {@link
 * org.modaj.data.transform.Augmentation} is a list of them.
 */
@NullMarked
package org.modaj.data.transform;

import org.jspecify.annotations.NullMarked;
