CREATE TABLE "access_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"account" text NOT NULL,
	"instance" text NOT NULL,
	"label" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "access_tokens_sha256_key" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"handle" text NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"password_hash" text NOT NULL,
	"home" text,
	"operator" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "accounts_handle_key" UNIQUE("handle")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" text PRIMARY KEY NOT NULL,
	"design" text NOT NULL,
	"author" text NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "designs" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"kind" text NOT NULL,
	"licence" text,
	"tags" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"host" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer,
	"digest" text,
	"last_record" text NOT NULL,
	"head_at" timestamp (3) with time zone,
	"genesis" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed" (
	"index" bigint PRIMARY KEY NOT NULL,
	"ticket" bigint NOT NULL,
	"kind" text NOT NULL,
	"record" text NOT NULL,
	CONSTRAINT "feed_ticket_key" UNIQUE("ticket")
);
--> statement-breakpoint
CREATE TABLE "feed_pending" (
	"ticket" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "feed_pending_ticket_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"body" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "instances" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"base_url" text NOT NULL,
	"ssh_url" text,
	"root_key" jsonb NOT NULL,
	"keys" jsonb NOT NULL,
	"level" text NOT NULL,
	"suspended" boolean DEFAULT false NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"last_contact_at" timestamp (3) with time zone,
	"applied_index" bigint,
	CONSTRAINT "instances_name_key" UNIQUE("name"),
	CONSTRAINT "instances_base_url_key" UNIQUE("base_url")
);
--> statement-breakpoint
CREATE TABLE "likes" (
	"design" text NOT NULL,
	"account" text NOT NULL,
	CONSTRAINT "likes_design_account_pk" PRIMARY KEY("design","account")
);
--> statement-breakpoint
CREATE TABLE "mirrors" (
	"design" text NOT NULL,
	"instance" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"digest" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mirrors_design_instance_pk" PRIMARY KEY("design","instance")
);
--> statement-breakpoint
CREATE TABLE "nonces" (
	"keyid" text NOT NULL,
	"nonce" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "nonces_keyid_nonce_pk" PRIMARY KEY("keyid","nonce")
);
--> statement-breakpoint
CREATE TABLE "openid_models" (
	"model" text NOT NULL,
	"id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"grant_id" text,
	"user_code" text,
	"uid" text,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "openid_models_model_id_pk" PRIMARY KEY("model","id")
);
--> statement-breakpoint
CREATE TABLE "page_sessions" (
	"sha256" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "parents" (
	"child" text NOT NULL,
	"position" integer NOT NULL,
	"parent" text NOT NULL,
	"commit" text NOT NULL,
	"relation" text NOT NULL,
	"licence" text,
	"folder" text,
	CONSTRAINT "parents_child_position_pk" PRIMARY KEY("child","position")
);
--> statement-breakpoint
CREATE TABLE "ref_states" (
	"design" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"record" text NOT NULL,
	"ticket" bigint NOT NULL,
	CONSTRAINT "ref_states_design_epoch_seq_pk" PRIMARY KEY("design","epoch","seq")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tombstones" (
	"owner" text NOT NULL,
	"slug" text NOT NULL,
	"design" text NOT NULL,
	"released_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tombstones_owner_slug_design_pk" PRIMARY KEY("owner","slug","design")
);
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_account_accounts_id_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_instance_instances_id_fk" FOREIGN KEY ("instance") REFERENCES "public"."instances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_design_designs_id_fk" FOREIGN KEY ("design") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_author_accounts_id_fk" FOREIGN KEY ("author") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "designs" ADD CONSTRAINT "designs_owner_accounts_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "designs" ADD CONSTRAINT "designs_host_instances_id_fk" FOREIGN KEY ("host") REFERENCES "public"."instances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "likes" ADD CONSTRAINT "likes_design_designs_id_fk" FOREIGN KEY ("design") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "likes" ADD CONSTRAINT "likes_account_accounts_id_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_design_designs_id_fk" FOREIGN KEY ("design") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_instance_instances_id_fk" FOREIGN KEY ("instance") REFERENCES "public"."instances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page_sessions" ADD CONSTRAINT "page_sessions_account_accounts_id_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parents" ADD CONSTRAINT "parents_child_designs_id_fk" FOREIGN KEY ("child") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parents" ADD CONSTRAINT "parents_parent_designs_id_fk" FOREIGN KEY ("parent") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ref_states" ADD CONSTRAINT "ref_states_design_designs_id_fk" FOREIGN KEY ("design") REFERENCES "public"."designs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_tokens_instance_idx" ON "access_tokens" USING btree ("instance");--> statement-breakpoint
CREATE INDEX "access_tokens_account_idx" ON "access_tokens" USING btree ("account");--> statement-breakpoint
CREATE INDEX "comments_author_at_idx" ON "comments" USING btree ("author","at");--> statement-breakpoint
CREATE INDEX "comments_design_at_idx" ON "comments" USING btree ("design","at");--> statement-breakpoint
CREATE UNIQUE INDEX "designs_owner_slug_key" ON "designs" USING btree ("owner","slug");--> statement-breakpoint
CREATE INDEX "designs_host_idx" ON "designs" USING btree ("host");--> statement-breakpoint
CREATE INDEX "feed_trust_idx" ON "feed" USING btree ("index") WHERE "feed"."kind" = 'trust';--> statement-breakpoint
CREATE INDEX "nonces_expires_at_idx" ON "nonces" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "openid_models_grant_id_idx" ON "openid_models" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "openid_models_uid_idx" ON "openid_models" USING btree ("uid");--> statement-breakpoint
CREATE INDEX "openid_models_expires_at_idx" ON "openid_models" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "parents_parent_idx" ON "parents" USING btree ("parent");