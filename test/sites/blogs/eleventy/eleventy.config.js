export default function (config) {
  config.addPreprocessor('drafts', '*', (data) => (data.draft ? false : undefined));
  config.addPassthroughCopy({ public: '/' });
  config.addFilter('day', (date) =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date),
  );
  config.addFilter('isoDay', (date) => date.toISOString().slice(0, 10));
  config.addFilter('minutes', (html) => {
    const words = html.replace(/<[^>]*>/g, ' ').split(/\s+/).filter(Boolean).length;
    return Math.max(1, Math.ceil(words / 200));
  });
  config.addFilter('subjects', (tags) => tags.filter((tag) => tag !== 'posts'));
  return {
    dir: { input: 'content', includes: '../_includes', data: '../_data', output: '_site' },
    markdownTemplateEngine: 'njk',
    htmlTemplateEngine: 'njk',
    templateFormats: ['md', 'njk', 'html'],
  };
}
