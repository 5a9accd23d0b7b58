/** PyTorch's state dicts in safetensors files, read into networks and written from them. */
@NullMarked
package org.modaj.interop.torch;

import org.jspecify.annotations.NullMarked;
