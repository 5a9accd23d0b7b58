/** Reads folders of image files, one folder a class. */
@NullMarked
package org.modaj.data.folder;

import org.jspecify.annotations.NullMarked;
