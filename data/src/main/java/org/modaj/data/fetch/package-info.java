/** Downloads the official files of data sets, and tells whether files are the official ones. */
@NullMarked
package org.modaj.data.fetch;

import org.jspecify.annotations.NullMarked;
