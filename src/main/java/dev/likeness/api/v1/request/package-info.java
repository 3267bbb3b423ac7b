/// What does a request of the native API ask for? Its page, filters, image sizes, lists of ids, probes and
/// search, read from the query or the body and checked.
///
/// Read [dev.likeness.api.v1.request.SearchForm], a body, and
/// [dev.likeness.api.v1.request.PhotoListRequest], a query.
@NullMarked
package dev.likeness.api.v1.request;

import org.jspecify.annotations.NullMarked;
