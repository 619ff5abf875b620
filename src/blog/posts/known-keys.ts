/** Keys that hold the day of a post; the first one found counts. */
export const dateKeys: readonly string[] = ['date', 'pubDate', 'publishDate', 'published', 'published_at'];

/** Keys that hold what a post is about in a sentence or two; the first one found counts. */
export const summaryKeys: readonly string[] = ['description', 'summary', 'excerpt', 'teaser'];
