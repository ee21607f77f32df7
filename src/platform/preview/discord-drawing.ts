import { z } from 'zod';
import { detectLanguage } from '../../language/index.ts';
import { markdownHtml } from './discord-markdown.ts';
import type { BodySetting } from './looks.ts';
import { type Markup, markup } from './markup.ts';

const Button = z.object({
  type: z.literal(2),
  style: z.union([z.literal(1), z.literal(2)]),
  label: z.string(),
  custom_id: z.string(),
});

const Gallery = z.object({
  type: z.literal(12),
  items: z.array(
    z.object({ media: z.object({ url: z.string() }), description: z.string().nullish() }),
  ),
});

const Component = z.discriminatedUnion('type', [
  z.object({ type: z.literal(1), components: z.array(Button) }),
  z.object({ type: z.literal(10), content: z.string() }),
  Gallery,
  z.object({
    type: z.literal(14),
    divider: z.boolean(),
    spacing: z.union([z.literal(1), z.literal(2)]),
  }),
]);
type Component = z.infer<typeof Component>;

/** Its coloured edge is not drawn, so a container that asks for one is refused. */
const Container = z.object({
  type: z.literal(17),
  accent_color: z.null().optional(),
  components: z.array(Component),
});

const Messages = z.array(z.object({ components: z.array(Container) }));

/**
 * The bodies of a card's Discord messages (Components V2) as Discord would show them one below the
 * other, every text escaped. Throws where a body holds what this does not draw.
 */
export function discordHtml(bodies: unknown, setting: BodySetting): Markup {
  const containers = Messages.parse(bodies).flatMap(({ components }) => components);
  return markup`<div class="discord-messages">${containers.map(
    ({ components }) =>
      markup`<div class="discord-container">${components.map((part) => partHtml(part, setting))}</div>`,
  )}</div>`;
}

function partHtml(part: Component, setting: BodySetting): Markup | null {
  switch (part.type) {
    case 1:
      return markup`<div class="discord-buttons">${part.components.map((button) => buttonHtml(button, setting))}</div>`;
    case 10:
      return markup`<div class="discord-text">${markdownHtml(part.content, setting.level)}</div>`;
    case 12:
      return galleryHtml(part, setting);
    case 14:
      return markup`<hr class="${separatorClass(part)}">`;
    default:
      return part satisfies never;
  }
}

function separatorClass({ divider, spacing }: Extract<Component, { type: 14 }>): string {
  const kinds = [
    'discord-separator',
    ...(divider ? ['line'] : []),
    ...(spacing === 2 ? ['wide'] : []),
  ];
  return kinds.join(' ');
}

function buttonHtml({ style, label, custom_id }: z.infer<typeof Button>, { press }: BodySetting) {
  const said = press(custom_id, '');
  return markup`<button type="button" class="${style === 1 ? 'discord-button primary' : 'discord-button'}"${said === null ? null : markup` data-action="${said.action}" data-value="${said.value}"`} lang="${detectLanguage(label)}">${label}</button>`;
}

function galleryHtml({ items }: z.infer<typeof Gallery>, { picture }: BodySetting): Markup | null {
  const pictures = items.flatMap(({ media, description }) => {
    const address = picture(media.url.replace(/^attachment:\/\//, ''));
    return address === null ? [] : [markup`<img src="${address}" alt="${description ?? ''}">`];
  });
  return pictures.length === 0 ? null : markup`<div class="discord-gallery">${pictures}</div>`;
}
